package dev.firstcome.psp.webhook;

import java.time.Duration;

/** The waits between the tries of one event: one second, doubling up to a minute, for three days. */
final class Backoff {
    static final Duration FIRST = Duration.ofSeconds(1);
    static final Duration MAX = Duration.ofSeconds(60);
    static final Duration GIVEN_UP_AFTER = Duration.ofDays(3);
    private static final int DOUBLINGS_MAX = 6;

    private Backoff() {}

    /** @param failures so far, at least 1 */
    static Duration after(int failures) {
        Duration wait = FIRST.multipliedBy(1L << Math.min(failures - 1, DOUBLINGS_MAX));
        return wait.compareTo(MAX) < 0 ? wait : MAX;
    }
}
