package dev.firstcome.psp.api;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Delays threads for a given time. {@link #close} ends all current and later delays. Thread-safe. */
public final class ShutdownAwareDelay implements AutoCloseable {
    private final CountDownLatch shutdown = new CountDownLatch(1);

    /** Returns true after the time has elapsed, false on shutdown or interrupt. */
    public boolean await(Duration time) {
        try {
            return !shutdown.await(time.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void close() {
        shutdown.countDown();
    }
}
