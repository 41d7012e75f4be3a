package dev.firstcome.psp.webhook;

import java.time.Duration;

/** Exponential backoff of webhook deliveries: one second, doubling up to one minute, for three days. */
final class RetryBackoff {
    static final Duration FIRST = Duration.ofSeconds(1);
    static final Duration MAX = Duration.ofSeconds(60);
    static final Duration RETRY_PERIOD = Duration.ofDays(3);
    private static final int DOUBLINGS_MAX = 6;

    private RetryBackoff() {}

    /** @param failures number of failed attempts, at least 1 */
    static Duration after(int failures) {
        Duration backoff = FIRST.multipliedBy(1L << Math.min(failures - 1, DOUBLINGS_MAX));
        return backoff.compareTo(MAX) < 0 ? backoff : MAX;
    }
}
