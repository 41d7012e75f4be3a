package dev.firstcome.local.process;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for a condition, within a bound. */
public final class BoundedWait {
    /** Two cores carry everything: nothing is asked more often. */
    public static final Duration STEP = Duration.ofMillis(50);

    private BoundedWait() {}

    /** Waits until the condition is true. Returns false on a timeout or if the thread is interrupted. */
    public static boolean until(Duration bound, BooleanSupplier condition) {
        return until(bound, STEP, condition);
    }

    public static boolean until(Duration bound, Duration step, BooleanSupplier condition) {
        long end = System.nanoTime() + bound.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end >= 0 || Thread.currentThread().isInterrupted()) {
                return false;
            }
            LockSupport.parkNanos(step.toNanos());
        }
        return true;
    }
}
