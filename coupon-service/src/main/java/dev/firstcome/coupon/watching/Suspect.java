package dev.firstcome.coupon.watching;

/**
 * What looks like a breach. It is judged by a later round, since only then all commands that came before it in the log are
 * known.
 *
 * @param low the lower of the two offsets that it is about
 * @param high the higher one
 * @param round in which it was seen
 */
record Suspect(LiveInvariant invariant, long low, long high, long round, String witness) {}
