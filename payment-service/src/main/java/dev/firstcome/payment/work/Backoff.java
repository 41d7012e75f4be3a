package dev.firstcome.payment.work;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** How long until the next try: twice as long each time, up to a bound, of which a random half may be left out. */
public final class Backoff {
    private static final int DOUBLINGS_MAX = 20;

    private Backoff() {}

    /** @param tries made so far, at least 1 */
    public static Duration after(int tries, Duration first, Duration max) {
        long whole = Math.min(max.toMillis(), first.toMillis() << Math.clamp(tries - 1L, 0, DOUBLINGS_MAX));
        long half = Math.max(1, whole / 2);
        return Duration.ofMillis(half + ThreadLocalRandom.current().nextLong(half + 1));
    }
}
