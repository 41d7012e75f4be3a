package dev.firstcome.coupon.issuing;

import java.util.OptionalLong;

/**
 * What Kafka says of a partition at one moment.
 *
 * @param start the first offset that is still there
 * @param end the offset that the next record will get
 * @param committed the group's committed offset: the one after the last published
 */
public record LogBounds(long start, long end, OptionalLong committed) {}
