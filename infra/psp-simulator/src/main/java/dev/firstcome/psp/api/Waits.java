package dev.firstcome.psp.api;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Waits that all end when the provider does. */
public final class Waits implements AutoCloseable {
    private final CountDownLatch end = new CountDownLatch(1);

    /** Whether the time passed; false: the provider ends. */
    public boolean pass(Duration time) {
        try {
            return !end.await(time.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void close() {
        end.countDown();
    }
}
