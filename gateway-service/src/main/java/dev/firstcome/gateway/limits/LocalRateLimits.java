package dev.firstcome.gateway.limits;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.springframework.stereotype.Component;

/**
 * Token buckets in memory, with the same parameters as in Redis. They limit callers per gateway while Redis is
 * unavailable. The number of buckets is bounded; an evicted bucket starts with its full burst.
 */
@Component
public final class LocalRateLimits {
    private final RateLimitProperties rate;
    private final Clock clock;
    private final Cache<RateLimitKey, Bucket> buckets;

    LocalRateLimits(RateLimitProperties rate, Clock clock) {
        this.rate = rate;
        this.clock = clock;
        // After this idle time a bucket is full and thus equal to a new bucket.
        Duration refillTime = Duration.of(rate.intervalMicros() * rate.burst(), ChronoUnit.MICROS);
        this.buckets = Caffeine.newBuilder()
                .maximumSize(rate.localKeysMax())
                .expireAfterAccess(refillTime.plusSeconds(1))
                .build();
    }

    public RateLimitDecision tryConsume(RateLimitKey key) {
        long now = ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant());
        return buckets.get(key, newKey -> new Bucket()).tryConsume(now, rate);
    }

    /** A token bucket, stored as the time at which it is full. */
    private static final class Bucket {
        private long fullAtMicros;

        synchronized RateLimitDecision tryConsume(long now, RateLimitProperties rate) {
            long interval = rate.intervalMicros();
            long after = Math.max(fullAtMicros, now) + interval;
            long remaining = now + rate.burst() * interval - after;
            if (remaining < 0) {
                return RateLimitDecision.rejected(-remaining);
            }
            fullAtMicros = after;
            return RateLimitDecision.allowed(remaining / interval);
        }
    }
}
