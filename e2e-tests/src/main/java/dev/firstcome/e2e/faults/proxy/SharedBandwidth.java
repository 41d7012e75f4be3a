package dev.firstcome.e2e.faults.proxy;

import java.time.Duration;

/** A line that sends one byte after the other, whosever they are. Used by the loop's thread only. */
final class SharedBandwidth {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private static final int PIECES_PER_SECOND = 20;

    private final long bytesPerSecond;
    private long busyUntil = Long.MIN_VALUE;

    SharedBandwidth(long bytesPerSecond) {
        this.bytesPerSecond = bytesPerSecond;
    }

    /** When so many bytes have left, if they are handed over now. */
    long send(int bytes, long now) {
        long begins = busyUntil == Long.MIN_VALUE || busyUntil - now < 0 ? now : busyUntil;
        busyUntil = begins + bytes * SECOND / bytesPerSecond;
        return busyUntil;
    }

    /** How many bytes are taken at once: few enough that a slow line trickles, and does not come in gushes. */
    int piece() {
        return (int) Math.clamp(bytesPerSecond / PIECES_PER_SECOND, 1, Integer.MAX_VALUE);
    }
}
