package dev.firstcome.e2e.load;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** The clock of the crowd: people come at moments that were fixed before, whatever the shop does meanwhile. */
public final class Pacing {
    private Pacing() {}

    /** Returns at this value of {@link System#nanoTime()}, or at once if it has passed. */
    static void until(long nanos) throws InterruptedException {
        for (long left = nanos - System.nanoTime(); left > 0; left = nanos - System.nanoTime()) {
            LockSupport.parkNanos(left);
            if (Thread.interrupted()) {
                throw new InterruptedException("the crowd was sent home");
            }
        }
    }

    public static void pause(Duration time) throws InterruptedException {
        until(System.nanoTime() + time.toNanos());
    }
}
