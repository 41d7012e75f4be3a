package dev.firstcome.payment.work;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** Exponential backoff: the delay doubles with each try up to a maximum; random jitter subtracts up to half of it. */
public final class Backoff {
    private static final int DOUBLINGS_MAX = 20;

    private Backoff() {}

    /** @param tries number of tries so far, at least 1 */
    public static Duration after(int tries, Duration first, Duration max) {
        long delay = Math.min(max.toMillis(), first.toMillis() << Math.clamp(tries - 1L, 0, DOUBLINGS_MAX));
        long half = Math.max(1, delay / 2);
        return Duration.ofMillis(half + ThreadLocalRandom.current().nextLong(half + 1));
    }
}
