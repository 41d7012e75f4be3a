package dev.firstcome.e2e.load;

import java.time.Duration;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Exponential backoff with full jitter, whose upper bound grows from 200 ms to 3 s. A wait is never shorter than the
 * server's {@code Retry-After}.
 */
final class Backoff {
    private static final Duration BOUND_INITIAL = Duration.ofMillis(200);
    private static final Duration BOUND_MAX = Duration.ofSeconds(3);

    private final SplittableRandom random;
    private Duration bound = BOUND_INITIAL;

    Backoff(SplittableRandom random) {
        this.random = random;
    }

    /** @param retryAfter the {@code Retry-After} of the last response, or null */
    Duration next(@Nullable Duration retryAfter) {
        Duration wait = Duration.ofMillis(random.nextLong(bound.toMillis()) + 1);
        Duration doubled = bound.multipliedBy(2);
        bound = doubled.compareTo(BOUND_MAX) < 0 ? doubled : BOUND_MAX;
        return retryAfter == null ? wait : retryAfter.plus(wait);
    }
}
