package dev.firstcome.coupon.log;

import dev.firstcome.contracts.coupon.log.CouponRecord;
import org.jspecify.annotations.Nullable;

/**
 * A record of the coupon log as read from Kafka.
 *
 * @param timeMillis the append time that the broker assigned
 * @param record null if the bytes cannot be parsed; the outcome of such a record is INVALID
 * @param traceParent the trace context of the record, which is copied to its result
 * @param unreadable the raw bytes if they cannot be parsed
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

    /** The raw key, value and type of a record that cannot be parsed. */
    public record Unreadable(byte @Nullable [] key, byte @Nullable [] value, byte @Nullable [] type) {}
}
