package dev.firstcome.coupon.invariants;

/**
 * A possible breach. A later round evaluates it, because only then all preceding commands of the log are known.
 *
 * @param low the lower of the two offsets
 * @param high the higher of the two offsets
 * @param round the round in which it was recorded
 */
public record SuspectedBreach(LiveInvariant invariant, long low, long high, long round, String sample) {}
