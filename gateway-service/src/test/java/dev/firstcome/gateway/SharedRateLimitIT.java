package dev.firstcome.gateway;

import dev.firstcome.gateway.limits.RateLimitKey;
import dev.firstcome.local.PlatformDescription;
import dev.firstcome.local.SharedInfrastructure;
import dev.firstcome.local.access.SystemUsers;
import io.lettuce.core.RedisURI;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class SharedRateLimitIT extends RateLimitContract {
    private static final PlatformDescription.Redis CACHE =
            SharedInfrastructure.get().redisCache();

    /** Returns once the limits use Redis, so no test covers the time before. */
    @Override
    Gateway start() {
        Gateway started = new Gateway(CACHE);
        Gateway.await(() -> {
            double before = started.countedLocally();
            started.get(started.as(UUID.randomUUID(), "/api/coupons"));
            return started.countedLocally() == before;
        });
        return started;
    }

    /** Twice the burst: a late Redis reply on a busy machine consumes a token of only one of the two buckets. */
    @Override
    long burstMax() {
        return 2 * BURST;
    }

    @Test
    void storesTheBucketInRedis() {
        List<RedisURI> nodes =
                CACHE.uris(SystemUsers.AUDITOR).stream().map(RedisURI::create).toList();
        try (RedisClusterClient client = RedisClusterClient.create(nodes);
                StatefulRedisClusterConnection<String, String> redis = client.connect()) {
            Gateway.await(() -> {
                UUID user = UUID.randomUUID();
                gateway.get(gateway.as(user, "/api/coupons"));
                return redis.sync().exists(RateLimitKey.of(user, "coupons").redisKey()) == 1;
            });
        }
    }
}
