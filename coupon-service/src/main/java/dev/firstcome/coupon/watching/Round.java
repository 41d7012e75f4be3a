package dev.firstcome.coupon.watching;

import java.util.Map;

/**
 * A point up to which all was read that matters: what was published when the round began, and the log as it was then.
 *
 * @param published by partition of the log: the watermark before the round; results at or below it were read
 * @param readTo by partition of the log: the offset that is read next; all below was read
 */
public record Round(Map<Integer, Long> published, Map<Integer, Long> readTo) {
    long published(int partition) {
        return published.getOrDefault(partition, -1L);
    }

    long readTo(int partition) {
        return readTo.getOrDefault(partition, 0L);
    }

    /** Records that were read and are not published, at most. */
    long underWay(int partition) {
        return Math.max(0, readTo(partition) - 1 - published(partition));
    }
}
