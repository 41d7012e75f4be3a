package dev.firstcome.coupon.fold;

import dev.firstcome.coupon.log.LogEntry;
import java.util.List;
import java.util.OptionalLong;

/**
 * Records of one partition, in their order, to be applied in one call.
 *
 * @param predecessor the offset that the caller applied last; empty at the low watermark of a new epoch
 * @param lowWatermarkTimeMillis partition time before the first record; used only without a predecessor
 */
public record LogBatch(
        int partition,
        long epoch,
        String topicId,
        OptionalLong predecessor,
        long lowWatermarkTimeMillis,
        List<LogEntry> entries) {

    /** Of a fold that begins at the log's start, or has begun. */
    public LogBatch(int partition, long epoch, String topicId, OptionalLong predecessor, List<LogEntry> entries) {
        this(partition, epoch, topicId, predecessor, 0, entries);
    }
}
