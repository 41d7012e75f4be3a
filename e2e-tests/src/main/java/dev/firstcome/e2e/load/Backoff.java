package dev.firstcome.e2e.load;

import java.time.Duration;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** How long to wait before the next try: grows from 200 ms to 3 s with full jitter, never less than the shop asked for. */
final class Backoff {
    private static final Duration FIRST = Duration.ofMillis(200);
    private static final Duration LONGEST = Duration.ofSeconds(3);

    private final SplittableRandom random;
    private Duration bound = FIRST;

    Backoff(SplittableRandom random) {
        this.random = random;
    }

    /** @param asked the answer's {@code Retry-After}, or null */
    Duration next(@Nullable Duration asked) {
        Duration wait = Duration.ofMillis(random.nextLong(bound.toMillis()) + 1);
        Duration doubled = bound.multipliedBy(2);
        bound = doubled.compareTo(LONGEST) < 0 ? doubled : LONGEST;
        return asked == null ? wait : asked.plus(wait);
    }
}
