package dev.firstcome.e2e.bench.rivals;

import dev.firstcome.local.PlatformDescription;
import dev.firstcome.local.access.SystemUsers;
import java.util.UUID;
import org.redisson.Redisson;
import org.redisson.api.RAtomicLong;
import org.redisson.api.RLock;
import org.redisson.api.RedissonClient;
import org.redisson.config.Config;

/** Issues under a distributed lock: reads the stock in Redis, inserts the coupon row, and decrements the stock. */
final class RedissonLock implements Rival {
    private final RedissonClient redisson;
    private final CouponRows rows;

    RedissonLock(PlatformDescription platform, CouponRows rows) {
        PlatformDescription.Redis cluster = platform.redisCoupon();
        Config config = new Config();
        config.useClusterServers()
                .addNodeAddress(
                        cluster.nodes().stream().map(node -> "redis://" + node).toArray(String[]::new))
                .setUsername(SystemUsers.ADMIN)
                .setPassword(cluster.passwords().get(SystemUsers.ADMIN));
        this.redisson = Redisson.create(config);
        this.rows = rows;
    }

    @Override
    public String name() {
        return "a Redisson lock";
    }

    @Override
    public void createCampaign(UUID campaign, long stock) {
        stockOf(campaign).set(stock);
    }

    private RAtomicLong stockOf(UUID campaign) {
        return redisson.getAtomicLong("bench:redisson:{" + campaign + "}:stock");
    }

    @Override
    public boolean issue(UUID campaign, UUID user) throws Exception {
        RLock lock = redisson.getLock("bench:redisson:{" + campaign + "}:lock");
        lock.lock();
        try {
            RAtomicLong stock = stockOf(campaign);
            if (stock.get() <= 0) {
                return false;
            }
            rows.with(connection -> {
                CouponRows.add(connection, campaign, user);
                return true;
            });
            stock.decrementAndGet();
            return true;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        redisson.getKeys().deleteByPattern("bench:redisson:*");
        redisson.shutdown();
    }
}
