package dev.firstcome.gateway;

import dev.firstcome.gateway.limits.LimitKey;
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

    /** Returns once Redis counts, so that no test is about the time before. */
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

    /** Twice, since a call that Redis answers too late, on a busy machine, is counted by one of the two only. */
    @Override
    long mostAtOnce() {
        return 2 * BURST;
    }

    @Test
    void theCountIsInRedis() {
        List<RedisURI> nodes =
                CACHE.uris(SystemUsers.AUDITOR).stream().map(RedisURI::create).toList();
        try (RedisClusterClient client = RedisClusterClient.create(nodes);
                StatefulRedisClusterConnection<String, String> redis = client.connect()) {
            Gateway.await(() -> {
                UUID user = UUID.randomUUID();
                gateway.get(gateway.as(user, "/api/coupons"));
                return redis.sync().exists(LimitKey.of(user, "coupons").text()) == 1;
            });
        }
    }
}
