package dev.firstcome.testsupport;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Repeats an attempt that failed during a stall of this JVM of 500 ms or more, or that began within {@link #RECOVERY} after one:
 * time-outs of the product expire then, which is no defect. An attempt that fails without a stall is not repeated, and none
 * five minutes after the first. Thread-safe.
 */
public final class StallRetry {
    static final Duration RECOVERY = Duration.ofSeconds(30);
    private static final Duration INTERVAL = Duration.ofMillis(200);
    private static final Duration BOUND = Duration.ofMinutes(5);

    private StallRetry() {}

    /** A check whose outcome a stall can change. */
    @FunctionalInterface
    public interface Check<E extends Exception> {
        void run() throws E;
    }

    /** Returns the first result that is not rejected, or the first rejected one that no stall explains. */
    public static <T> T get(Supplier<T> attempt, Predicate<T> rejected) {
        Deadline deadline = Deadline.after(BOUND);
        while (true) {
            long start = System.nanoTime();
            try {
                T result = attempt.get();
                if (!rejected.test(result) || deadline.isOver() || !isExplainedByStall(start)) {
                    return result;
                }
                pauseAfter(result);
            } catch (RuntimeException | AssertionError failure) {
                if (deadline.isOver() || !isExplainedByStall(start)) {
                    throw failure;
                }
                pauseAfter(failure);
            }
        }
    }

    /** Runs the check until it passes, or fails without a stall. It must create its own test data. */
    public static <E extends Exception> void run(Check<E> check) throws E {
        Deadline deadline = Deadline.after(BOUND);
        while (true) {
            long start = System.nanoTime();
            try {
                check.run();
                return;
            } catch (Exception | AssertionError failure) {
                if (deadline.isOver() || !isExplainedByStall(start)) {
                    throw failure;
                }
                pauseAfter(failure);
            }
        }
    }

    private static void pauseAfter(Object outcome) {
        System.out.println("repeated because the machine stalled: " + outcome);
        LockSupport.parkNanos(INTERVAL.toNanos());
    }

    /** Whether a stall of 500 ms or more ended during the attempt that began then, or shortly before it. */
    private static boolean isExplainedByStall(long start) {
        return PauseDetector.running().hadLongStallSince(start - RECOVERY.toNanos());
    }
}
