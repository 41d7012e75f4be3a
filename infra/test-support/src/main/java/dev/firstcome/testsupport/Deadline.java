package dev.firstcome.testsupport;

import java.time.Duration;

/**
 * The end of a bounded wait. It is postponed by twice the time that this JVM stalled since the wait began: once for the stall
 * itself, and once for the other processes that have to recover from it, but by two minutes at most. A slow product reaches it,
 * a stalled machine does not.
 */
public final class Deadline {
    private static final int STALL_FACTOR = 2;
    private static final long POSTPONED_MAX_NANOS = Duration.ofMinutes(2).toNanos();

    private final PauseDetector pauses;
    private final Duration bound;
    private final long start;
    private final long stalledBefore;

    private Deadline(PauseDetector pauses, Duration bound, long start) {
        this.pauses = pauses;
        this.bound = bound;
        this.start = start;
        this.stalledBefore = pauses.stalledNanos(start);
    }

    /** A deadline that far from now. */
    public static Deadline after(Duration bound) {
        return at(PauseDetector.running(), bound, System.nanoTime());
    }

    static Deadline at(PauseDetector pauses, Duration bound, long now) {
        return new Deadline(pauses, bound, now);
    }

    /** Whether the time is up. */
    public boolean isOver() {
        return isOver(System.nanoTime());
    }

    boolean isOver(long now) {
        long postponed = STALL_FACTOR * (pauses.stalledNanos(now) - stalledBefore);
        return now - start > bound.toNanos() + Math.min(postponed, POSTPONED_MAX_NANOS);
    }

    /** The time since the wait began, less the stalls in it: for an assertion that a promised time was kept. */
    public Duration elapsed() {
        long now = System.nanoTime();
        return Duration.ofNanos(now - start - (pauses.stalledNanos(now) - stalledBefore));
    }

    @Override
    public String toString() {
        long stalled = pauses.stalledNanos(System.nanoTime()) - stalledBefore;
        return stalled == 0 ? bound.toString() : bound + " (the machine stalled for " + Duration.ofNanos(stalled) + ")";
    }
}
