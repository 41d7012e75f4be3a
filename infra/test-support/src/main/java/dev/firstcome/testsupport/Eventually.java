package dev.firstcome.testsupport;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/** Waits for a condition until a {@link Deadline}, and reports the last observed value if it is not met. */
public final class Eventually {
    private static final Duration INTERVAL = Duration.ofMillis(20);

    private Eventually() {}

    /** Waits until the condition holds and returns how long that took. */
    public static Duration holds(String what, Duration bound, Callable<Boolean> condition) {
        long start = System.nanoTime();
        get(what, bound, condition, held -> held);
        return Duration.ofNanos(System.nanoTime() - start);
    }

    /**
     * Calls the probe until its value is accepted, and returns that value. A probe that throws has observed nothing yet.
     *
     * @throws AssertionError with the last observed value, when the bound is reached
     */
    public static <T> T get(String what, Duration bound, Callable<T> probe, Predicate<T> accepted) {
        Deadline deadline = Deadline.after(bound);
        while (true) {
            String observed;
            Exception failure = null;
            try {
                T value = probe.call();
                if (accepted.test(value)) {
                    return value;
                }
                observed = String.valueOf(value);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError("interrupted while waiting: " + what, e);
            } catch (Exception e) { // whatever a probe throws, the condition is not met yet
                observed = e.toString();
                failure = e;
            }
            if (deadline.isOver() || Thread.currentThread().isInterrupted()) {
                throw new AssertionError(
                        "not within " + deadline + ": " + what + "; last observed: " + observed, failure);
            }
            LockSupport.parkNanos(INTERVAL.toNanos());
        }
    }
}
