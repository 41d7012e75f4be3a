package dev.firstcome.coupon.intake;

import org.jspecify.annotations.Nullable;

/**
 * A place in the line.
 *
 * @param position requests before this one, at most
 * @param estimatedWaitMillis by the rate of the last seconds; null while none is known
 */
public record Place(long position, @Nullable Long estimatedWaitMillis) {
    private static final double MILLIS = 1_000;

    static Place of(long offset, long decided, double ratePerSecond) {
        long before = Math.max(0, offset - decided - 1);
        if (before == 0) {
            return new Place(0, 0L);
        }
        return new Place(before, ratePerSecond > 0 ? Math.round(before * MILLIS / ratePerSecond) : null);
    }
}
