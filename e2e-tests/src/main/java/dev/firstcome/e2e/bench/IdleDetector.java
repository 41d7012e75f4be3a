package dev.firstcome.e2e.bench;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;

/** Detects that the CPU load is low in two consecutive samples. One thread samples, others may wait. */
final class IdleDetector {
    private static final double IDLE_MAX = 0.15;
    private static final int SAMPLES = 2;

    private final DoubleSupplier load;
    private final CountDownLatch idle = new CountDownLatch(1);
    private int idleSamples;

    /** @param load the share of the CPU time that was used since the last sample, 0 to 1 */
    IdleDetector(DoubleSupplier load) {
        this.load = load;
    }

    void sample() {
        idleSamples = load.getAsDouble() <= IDLE_MAX ? idleSamples + 1 : 0;
        if (idleSamples == SAMPLES) {
            idle.countDown();
        }
    }

    /** Waits until the load is low. Returns false if it is not low within the bound. */
    boolean await(Duration bound) throws InterruptedException {
        return idle.await(bound.toNanos(), TimeUnit.NANOSECONDS);
    }
}
