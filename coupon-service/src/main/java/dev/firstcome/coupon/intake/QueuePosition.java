package dev.firstcome.coupon.intake;

import org.jspecify.annotations.Nullable;

/**
 * A position in the queue.
 *
 * @param position maximum number of requests before this one
 * @param estimatedWaitMillis estimate from the rate of the last seconds; null while the rate is unknown
 */
public record QueuePosition(long position, @Nullable Long estimatedWaitMillis) {
    private static final double MILLIS = 1_000;

    static QueuePosition of(long offset, long decided, double ratePerSecond) {
        long before = Math.max(0, offset - decided - 1);
        if (before == 0) {
            return new QueuePosition(0, 0L);
        }
        return new QueuePosition(before, ratePerSecond > 0 ? Math.round(before * MILLIS / ratePerSecond) : null);
    }
}
