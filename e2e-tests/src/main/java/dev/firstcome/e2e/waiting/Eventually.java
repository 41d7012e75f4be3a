package dev.firstcome.e2e.waiting;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/** Waits for a condition with a bound, and says what it saw last when the bound is reached. */
public final class Eventually {
    private static final Duration APART = Duration.ofMillis(20);

    private Eventually() {}

    /** Waits until the condition holds and returns how long that took. */
    public static Duration holds(String what, Duration bound, Callable<Boolean> condition) {
        long start = System.nanoTime();
        get(what, bound, condition, held -> held);
        return Duration.ofNanos(System.nanoTime() - start);
    }

    /**
     * Asks until what is seen is good enough, and returns it. A probe that throws has seen nothing yet.
     *
     * @throws AssertionError with what was seen last, when the bound is reached
     */
    public static <T> T get(String what, Duration bound, Callable<T> probe, Predicate<T> enough) {
        long end = System.nanoTime() + bound.toNanos();
        while (true) {
            String seen;
            Exception failure = null;
            try {
                T value = probe.call();
                if (enough.test(value)) {
                    return value;
                }
                seen = String.valueOf(value);
            } catch (Exception e) { // whatever a probe throws, it has not seen what is waited for
                seen = e.toString();
                failure = e;
            }
            if (System.nanoTime() > end || Thread.currentThread().isInterrupted()) {
                throw new AssertionError(what + " not within " + bound + "; seen last: " + seen, failure);
            }
            LockSupport.parkNanos(APART.toNanos());
        }
    }
}
