package dev.firstcome.coupon.log;

import java.time.Instant;

/** The end of old records: nothing but this deletes what is in the coupon log. */
public interface LogTrim {
    /**
     * Deletes what lies below this offset and is older than this, once it is so many records at least. Returns at once; what
     * fails is left to the next call.
     */
    void trim(int partition, long below, Instant olderThan, long atLeast);
}
