package dev.firstcome.coupon.log;

import java.time.Instant;

/** Deletes old records. Nothing else deletes records of the coupon log. */
public interface LogTruncator {
    /**
     * Deletes the records below this offset that are older than {@code olderThan}, if they are at least {@code atLeast}
     * records. Does not block. The next call retries a failed truncation.
     */
    void truncate(int partition, long below, Instant olderThan, long atLeast);
}
