package dev.firstcome.e2e.load;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Interruptible waits of the load generator (open model): arrival times do not depend on response times. */
public final class Pacing {
    private Pacing() {}

    /** Sleeps until {@link System#nanoTime()} reaches this value; returns immediately if it has passed. */
    static void sleepUntil(long nanos) throws InterruptedException {
        for (long left = nanos - System.nanoTime(); left > 0; left = nanos - System.nanoTime()) {
            LockSupport.parkNanos(left);
            if (Thread.interrupted()) {
                throw new InterruptedException("the load generator was stopped");
            }
        }
    }

    public static void pause(Duration time) throws InterruptedException {
        sleepUntil(System.nanoTime() + time.toNanos());
    }
}
