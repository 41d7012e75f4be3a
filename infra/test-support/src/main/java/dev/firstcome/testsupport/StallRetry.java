package dev.firstcome.testsupport;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Repeats an attempt that failed during a stall of this JVM, or that began within {@link #RECOVERY} after one: time-outs of
 * the product expire then, which is no defect. An attempt that fails without a stall is not repeated, and none five minutes
 * after the first. Thread-safe.
 */
public final class StallRetry {
    static final Duration STALL_MIN = Duration.ofMillis(500);
    static final Duration RECOVERY = Duration.ofSeconds(30);
    private static final Duration INTERVAL = Duration.ofMillis(200);
    private static final Duration BOUND = Duration.ofMinutes(5);
    private static final StallRetry OF_THIS_JVM = new StallRetry();

    private long knownNanos;
    private long observedAt;

    StallRetry() {}

    /** A check whose outcome a stall can change. */
    @FunctionalInterface
    public interface Check<E extends Exception> {
        void run() throws E;
    }

    /** Returns the first result that is not rejected, or the first rejected one that no stall explains. */
    public static <T> T get(Supplier<T> attempt, Predicate<T> rejected) {
        Deadline deadline = Deadline.after(BOUND);
        while (true) {
            Start start = OF_THIS_JVM.start();
            try {
                T result = attempt.get();
                if (!rejected.test(result) || deadline.isOver() || !start.metAStall()) {
                    return result;
                }
                pauseAfter(result);
            } catch (RuntimeException | AssertionError failure) {
                if (deadline.isOver() || !start.metAStall()) {
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
            Start start = OF_THIS_JVM.start();
            try {
                check.run();
                return;
            } catch (Exception | AssertionError failure) {
                if (deadline.isOver() || !start.metAStall()) {
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

    private Start start() {
        long stalled = PauseDetector.running().stalled().toNanos();
        return new Start(stalled, isRecent(stalled, System.nanoTime()));
    }

    /**
     * The start of an attempt.
     *
     * @param recovering whether other processes may still recover from an earlier stall
     */
    private record Start(long stalledNanos, boolean recovering) {
        boolean metAStall() {
            long stalled = PauseDetector.running().stalled().toNanos();
            return recovering || stalled - stalledNanos >= STALL_MIN.toNanos();
        }
    }

    /** Whether a stall began after the last call, or was observed within {@link #RECOVERY}. */
    synchronized boolean isRecent(long stalledNanos, long now) {
        if (stalledNanos - knownNanos >= STALL_MIN.toNanos()) {
            knownNanos = stalledNanos;
            observedAt = now;
        }
        return knownNanos > 0 && now - observedAt < RECOVERY.toNanos();
    }
}
