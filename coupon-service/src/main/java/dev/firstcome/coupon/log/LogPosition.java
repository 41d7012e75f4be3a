package dev.firstcome.coupon.log;

/** The partition and offset of a record in the coupon log. The offset is also the order in the queue. */
public record LogPosition(int partition, long offset) {}
