package dev.firstcome.coupon.fold;

/** Where the state of a partition stands: its live epoch, its topic, and the last record applied in full. */
public record FoldPosition(long epoch, String topicId, long applied) {}
