package dev.firstcome.coupon.retention;

/**
 * A position from which a recovery gives the same state as from the start of the log.
 *
 * @param offset the offset of the first record of such a recovery
 * @param timeMillis the partition time before that record
 */
public record LowWatermark(long offset, long timeMillis) {}
