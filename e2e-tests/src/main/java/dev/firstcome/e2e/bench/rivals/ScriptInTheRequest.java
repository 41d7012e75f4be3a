package dev.firstcome.e2e.bench.rivals;

import dev.firstcome.local.PlatformDescription;
import dev.firstcome.local.access.SystemUsers;
import io.lettuce.core.RedisURI;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import java.time.Duration;
import java.util.UUID;

/**
 * Issues with a Lua script that decrements the stock, followed by an insert of the coupon row. A crash between the two
 * loses the coupon.
 */
final class ScriptInTheRequest implements Rival {
    private static final String DECREMENT_STOCK = """
            if redis.call('SISMEMBER', KEYS[2], ARGV[1]) == 1 or tonumber(redis.call('GET', KEYS[1])) <= 0 then return 0 end
            redis.call('DECR', KEYS[1])
            redis.call('SADD', KEYS[2], ARGV[1])
            return 1""";

    private final RedisClusterClient client;
    private final StatefulRedisClusterConnection<String, String> connection;
    private final CouponRows rows;
    private final String digest;

    ScriptInTheRequest(PlatformDescription platform, CouponRows rows) {
        this.client = RedisClusterClient.create(platform.redisCoupon().uris(SystemUsers.ADMIN).stream()
                .map(RedisURI::create)
                .toList());
        this.connection = client.connect();
        this.rows = rows;
        this.digest = connection.sync().scriptLoad(DECREMENT_STOCK);
    }

    @Override
    public String name() {
        return "a script inside the request";
    }

    private static String[] keys(UUID campaign) {
        return new String[] {"bench:script:{" + campaign + "}:stock", "bench:script:{" + campaign + "}:users"};
    }

    @Override
    public void createCampaign(UUID campaign, long stock) {
        connection.sync().set(keys(campaign)[0], Long.toString(stock));
        connection.sync().expire(keys(campaign)[0], Duration.ofMinutes(10));
    }

    @Override
    public boolean issue(UUID campaign, UUID user) throws Exception {
        Long taken = connection.sync().evalsha(digest, ScriptOutputType.INTEGER, keys(campaign), user.toString());
        if (taken == null || taken == 0) {
            return false;
        }
        return rows.with(row -> {
            CouponRows.add(row, campaign, user);
            return true;
        });
    }

    @Override
    public void close() {
        connection
                .sync()
                .keys("bench:script:*")
                .forEach(key -> connection.sync().unlink(key));
        connection.close();
        client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
    }
}
