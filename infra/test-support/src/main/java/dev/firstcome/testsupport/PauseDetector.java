package dev.firstcome.testsupport;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Measures how long this JVM did not run: a machine that stalls, a stopped process, a long garbage collection. A daemon
 * thread ticks every 20 ms; a tick that is late by 100 ms or more is a stall. Thread-safe. The idea is that of HdrHistogram's
 * jHiccup: what a thread without work cannot do in time, no other thread could.
 */
public final class PauseDetector {
    static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    static final long STALL_MIN_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    static final long LONG_STALL_MIN_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private long lastTick;
    private long total;
    private long longest;
    private long longStallEnd;
    private boolean hadLongStall;

    PauseDetector(long now) {
        this.lastTick = now;
    }

    private static final class Running {
        private static final PauseDetector DETECTOR = new PauseDetector(System.nanoTime());

        static {
            ScheduledExecutorService ticks = Executors.newSingleThreadScheduledExecutor(
                    work -> Thread.ofPlatform().name("pause-detector").daemon().unstarted(work));
            ticks.scheduleWithFixedDelay(
                    () -> DETECTOR.tick(System.nanoTime()), TICK_NANOS, TICK_NANOS, TimeUnit.NANOSECONDS);
        }
    }

    /** The detector of this JVM; it runs from the first call on. */
    public static PauseDetector running() {
        return Running.DETECTOR;
    }

    /** The sum of all stalls since the detector began, including one whose late tick is still to come. */
    public Duration stalled() {
        return Duration.ofNanos(stalledNanos(System.nanoTime()));
    }

    /** The longest stall since the detector began; zero if there was none. */
    public synchronized Duration longest() {
        return Duration.ofNanos(longest);
    }

    /** Whether a single stall of 500 ms or more ended after this moment of {@link System#nanoTime()}, or still lasts. */
    boolean hadLongStallSince(long moment) {
        return hadLongStallSince(moment, System.nanoTime());
    }

    synchronized boolean hadLongStallSince(long moment, long now) {
        return stallUntil(now) >= LONG_STALL_MIN_NANOS || (hadLongStall && longStallEnd - moment >= 0);
    }

    synchronized long stalledNanos(long now) {
        return total + stallUntil(now);
    }

    synchronized void tick(long now) {
        long stall = stallUntil(now);
        total += stall;
        longest = Math.max(longest, stall);
        if (stall >= LONG_STALL_MIN_NANOS) {
            hadLongStall = true;
            longStallEnd = now;
        }
        lastTick = now;
    }

    private long stallUntil(long now) {
        long late = now - lastTick - TICK_NANOS;
        return late >= STALL_MIN_NANOS ? late : 0;
    }
}
