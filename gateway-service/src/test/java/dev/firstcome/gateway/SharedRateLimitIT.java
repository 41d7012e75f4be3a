package dev.firstcome.gateway;

import dev.firstcome.gateway.limits.RateLimitKey;
import dev.firstcome.gateway.limits.TicketUseStore;
import dev.firstcome.local.PlatformDescription;
import dev.firstcome.local.SharedInfrastructure;
import dev.firstcome.local.access.SystemUsers;
import dev.firstcome.platform.tokens.RecentTicketIds;
import io.lettuce.core.RedisURI;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.cluster.api.sync.RedisAdvancedClusterCommands;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/** Rate limits and used tickets that the gateways share through Redis. */
class SharedRateLimitIT extends RateLimitContract {
    private static final PlatformDescription.Redis CACHE =
            SharedInfrastructure.get().redisCache();
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

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
        withRedis(
                SystemUsers.AUDITOR,
                redis -> Gateway.await(() -> {
                    UUID user = UUID.randomUUID();
                    gateway.get(gateway.as(user, "/api/coupons"));
                    return redis.exists(RateLimitKey.of(user, "coupons").redisKey()) == 1;
                }));
    }

    /** A master without the script gets its text once; the limit remains shared. */
    @Test
    void sendsTheScriptToAMasterThatDoesNotHaveIt() {
        withRedis(
                SystemUsers.ADMIN,
                redis -> Gateway.await(() -> {
                    redis.scriptFlush();
                    UUID user = UUID.randomUUID();
                    double before = gateway.countedLocally();
                    gateway.get(gateway.as(user, "/api/coupons"));
                    return gateway.countedLocally() == before
                            && redis.exists(RateLimitKey.of(user, "coupons").redisKey()) == 1;
                }));
    }

    @Test
    void storesAUsedTicketInRedisUntilItExpires() {
        TicketUseStore tickets = gateway.bean(TicketUseStore.class);
        withRedis(
                SystemUsers.AUDITOR,
                redis -> Gateway.await(() -> {
                    String ticket = UUID.randomUUID().toString();
                    Mono<Boolean> claim = tickets.claim(ticket);
                    boolean first =
                            Boolean.TRUE.equals(claim.onErrorReturn(false).block(TIMEOUT));
                    boolean second =
                            Boolean.TRUE.equals(claim.onErrorReturn(true).block(TIMEOUT));
                    long millisLeft = redis.pttl("limit:{" + ticket + "}:ticket");
                    return first && !second && millisLeft > 0 && millisLeft <= RecentTicketIds.RETENTION.toMillis();
                }));
    }

    private static void withRedis(String user, Consumer<RedisAdvancedClusterCommands<String, String>> action) {
        List<RedisURI> nodes = CACHE.uris(user).stream().map(RedisURI::create).toList();
        try (RedisClusterClient client = RedisClusterClient.create(nodes);
                StatefulRedisClusterConnection<String, String> connection = client.connect()) {
            action.accept(connection.sync());
        }
    }
}
