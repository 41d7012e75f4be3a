package dev.firstcome.e2e.testrun;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** The time that starts of shared platforms took in this JVM: it belongs to no single scenario. */
public final class PlatformStarts {
    private static final AtomicLong NANOS = new AtomicLong();

    private PlatformStarts() {}

    public static void add(Duration time) {
        NANOS.addAndGet(time.toNanos());
    }

    static Duration total() {
        return Duration.ofNanos(NANOS.get());
    }
}
