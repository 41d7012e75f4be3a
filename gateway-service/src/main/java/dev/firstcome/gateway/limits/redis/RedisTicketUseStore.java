package dev.firstcome.gateway.limits.redis;

import dev.firstcome.gateway.limits.TicketUseStore;
import dev.firstcome.platform.tokens.RecentTicketIds;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Used tickets in the cache Redis cluster, one key per ticket. A key expires with its ticket. */
@Component
final class RedisTicketUseStore implements TicketUseStore {
    private final CacheRedis redis;

    RedisTicketUseStore(CacheRedis redis) {
        this.redis = redis;
    }

    @Override
    public Mono<Boolean> claim(String ticketId) {
        String key = "limit:{" + ticketId + "}:ticket";
        return redis.execute(template -> template.opsForValue().setIfAbsent(key, "used", RecentTicketIds.RETENTION));
    }
}
