package dev.firstcome.gateway.limits.redis;

import dev.firstcome.gateway.limits.RateLimitDecision;
import dev.firstcome.gateway.limits.RateLimitKey;
import dev.firstcome.gateway.limits.RateLimitProperties;
import dev.firstcome.gateway.limits.SharedRateLimits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.springframework.core.io.ClassPathResource;
import org.springframework.data.redis.core.script.RedisScript;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Token buckets in the cache Redis cluster. A rate limit check is one script call, by the digest of the script. */
@Component
final class RedisRateLimits implements SharedRateLimits {
    private static final String SCRIPT = "redis/consume-token.lua";

    private final CacheRedis redis;
    private final RedisScript<List<Long>> consumeToken = loadScript();
    private final List<String> arguments;

    RedisRateLimits(CacheRedis redis, RateLimitProperties rate) {
        this.redis = redis;
        this.arguments = List.of(String.valueOf(rate.intervalMicros()), String.valueOf(rate.burst()));
    }

    @Override
    public Mono<RateLimitDecision> tryConsume(RateLimitKey key) {
        List<String> keys = List.of(key.redisKey());
        return redis.execute(template ->
                        template.execute(consumeToken, keys, arguments).single())
                .map(RedisRateLimits::toDecision);
    }

    private static RateLimitDecision toDecision(List<Long> reply) {
        return reply.get(0) == 1 ? RateLimitDecision.allowed(reply.get(1)) : RateLimitDecision.rejected(reply.get(2));
    }

    @SuppressWarnings("unchecked") // Java has no class literal for a list of numbers.
    private static RedisScript<List<Long>> loadScript() {
        try {
            // A script of a Resource would check the file for changes at each call.
            String text = new ClassPathResource(SCRIPT).getContentAsString(StandardCharsets.UTF_8);
            return RedisScript.of(text, (Class<List<Long>>) (Class<?>) List.class);
        } catch (IOException missing) {
            throw new UncheckedIOException(SCRIPT + " is missing from the class path", missing);
        }
    }
}
