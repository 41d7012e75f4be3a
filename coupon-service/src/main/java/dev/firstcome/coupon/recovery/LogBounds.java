package dev.firstcome.coupon.recovery;

import java.util.OptionalLong;

/**
 * The offsets of a partition at one moment.
 *
 * @param start the first available offset
 * @param end the offset of the next record
 * @param committed the committed offset of the consumer group: the offset after the last published record
 */
public record LogBounds(long start, long end, OptionalLong committed) {}
