package dev.firstcome.gateway.limits;

import java.time.Duration;
import java.time.temporal.ChronoUnit;

/**
 * The result of a rate limit check.
 *
 * @param remaining the number of further requests that the bucket currently permits
 * @param retryAfter the time until the next permitted request; zero if this request is allowed
 */
public record RateLimitDecision(boolean allowed, long remaining, Duration retryAfter) {
    public static RateLimitDecision allowed(long remaining) {
        return new RateLimitDecision(true, remaining, Duration.ZERO);
    }

    public static RateLimitDecision rejected(long retryAfterMicros) {
        return new RateLimitDecision(false, 0, Duration.of(retryAfterMicros, ChronoUnit.MICROS));
    }
}
