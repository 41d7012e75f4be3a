package dev.firstcome.e2e.faults.proxy;

import java.time.Duration;

/** A bandwidth limit that several connections share. Confined to the event loop thread. */
final class SharedBandwidth {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private static final int CHUNKS_PER_SECOND = 20;

    private final long bytesPerSecond;
    private long busyUntil = Long.MIN_VALUE;

    SharedBandwidth(long bytesPerSecond) {
        this.bytesPerSecond = bytesPerSecond;
    }

    /** Reserves the bandwidth for the bytes and returns the time at which the last byte is sent. */
    long send(int bytes, long now) {
        long start = busyUntil == Long.MIN_VALUE || busyUntil - now < 0 ? now : busyUntil;
        busyUntil = start + bytes * SECOND / bytesPerSecond;
        return busyUntil;
    }

    /** Returns the maximum read size: small, so that slow traffic flows evenly instead of in bursts. */
    int chunkSize() {
        return (int) Math.clamp(bytesPerSecond / CHUNKS_PER_SECOND, 1, Integer.MAX_VALUE);
    }
}
