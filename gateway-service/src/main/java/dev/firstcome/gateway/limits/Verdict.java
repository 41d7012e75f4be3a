package dev.firstcome.gateway.limits;

import java.time.Duration;
import java.time.temporal.ChronoUnit;

/**
 * Whether a call may go on.
 *
 * @param remaining how many more would be let in at once
 * @param retryAfter how long until the next one is let in; zero where this one is
 */
public record Verdict(boolean allowed, long remaining, Duration retryAfter) {
    public static Verdict allowed(long remaining) {
        return new Verdict(true, remaining, Duration.ZERO);
    }

    public static Verdict refused(long waitMicros) {
        return new Verdict(false, 0, Duration.of(waitMicros, ChronoUnit.MICROS));
    }
}
