package dev.firstcome.psp;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what must come true, within a bound. */
final class Eventually {
    private static final Duration BOUND = Duration.ofSeconds(15);
    private static final Duration STEP = Duration.ofMillis(5);

    private Eventually() {}

    static void until(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + BOUND.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("within " + BOUND.toSeconds() + " s it did not come true that " + what);
            }
            LockSupport.parkNanos(STEP.toNanos());
        }
    }
}
