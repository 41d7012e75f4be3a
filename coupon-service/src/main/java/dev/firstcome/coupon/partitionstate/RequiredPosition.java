package dev.firstcome.coupon.partitionstate;

/**
 * The position that a state must have reached for a read. A state behind it has lost records, and the read fails.
 *
 * @param through the last offset that must be applied in the epoch
 */
public record RequiredPosition(int partition, long epoch, long through) {}
