package dev.firstcome.gateway.limits;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.springframework.stereotype.Component;

/**
 * The same token bucket as in Redis, in this process, for the time in which Redis does not answer: callers stay limited,
 * each gateway counting for itself. A bounded number of callers is known; one that is forgotten has its full burst again.
 */
@Component
public final class LocalLimits {
    private final RateLimitProperties rate;
    private final Clock clock;
    private final Cache<LimitKey, Bucket> buckets;

    LocalLimits(RateLimitProperties rate, Clock clock) {
        this.rate = rate;
        this.clock = clock;
        // After this time without a call a bucket is full, which is what an unknown caller has.
        Duration full = Duration.of(rate.intervalMicros() * rate.burst(), ChronoUnit.MICROS);
        this.buckets = Caffeine.newBuilder()
                .maximumSize(rate.localKeysMax())
                .expireAfterAccess(full.plusSeconds(1))
                .build();
    }

    public Verdict take(LimitKey key) {
        long now = ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant());
        return buckets.get(key, unknown -> new Bucket()).take(now, rate);
    }

    /** A token bucket as one number: when it is full again. */
    private static final class Bucket {
        private long fullAtMicros;

        synchronized Verdict take(long now, RateLimitProperties rate) {
            long interval = rate.intervalMicros();
            long after = Math.max(fullAtMicros, now) + interval;
            long room = now + rate.burst() * interval - after;
            if (room < 0) {
                return Verdict.refused(-room);
            }
            fullAtMicros = after;
            return Verdict.allowed(room / interval);
        }
    }
}
