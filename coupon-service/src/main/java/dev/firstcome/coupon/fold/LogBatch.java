package dev.firstcome.coupon.fold;

import dev.firstcome.coupon.log.LogEntry;
import java.util.List;
import java.util.OptionalLong;

/**
 * Records of one partition, in their order, to be applied in one call.
 *
 * @param predecessor the offset that the caller applied last; empty at the floor of a new epoch
 */
public record LogBatch(int partition, long epoch, String topicId, OptionalLong predecessor, List<LogEntry> entries) {}
