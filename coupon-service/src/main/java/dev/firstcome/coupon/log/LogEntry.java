package dev.firstcome.coupon.log;

import dev.firstcome.contracts.coupon.CouponRecord;
import org.jspecify.annotations.Nullable;

/**
 * A record of the coupon log as it was read.
 *
 * @param timeMillis the broker's time of the append
 * @param record null where the bytes are not a record: its outcome is INVALID
 * @param traceParent the trace that the record came with, to be carried on to its result
 * @param unreadable the bytes, where they are not a record
 */
public record LogEntry(
        long offset,
        long timeMillis,
        @Nullable CouponRecord record,
        byte @Nullable [] traceParent,
        @Nullable Unreadable unreadable) {

    public LogEntry(long offset, long timeMillis, @Nullable CouponRecord record) {
        this(offset, timeMillis, record, null, null);
    }

    /** What stood in the log instead of a record. */
    public record Unreadable(byte @Nullable [] key, byte @Nullable [] value, byte @Nullable [] type) {}
}
