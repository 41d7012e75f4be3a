package dev.firstcome.coupon.fold;

/**
 * What a reader of the state relies on.
 *
 * @param through all up to here was applied in this epoch, or the state has lost something and says nothing
 */
public record FoldMoment(int partition, long epoch, long through) {}
