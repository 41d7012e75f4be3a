package dev.firstcome.coupon.partitionstate;

import dev.firstcome.coupon.log.LogEntry;
import java.util.List;
import java.util.OptionalLong;

/**
 * Records of one partition that are applied in one call, in log order.
 *
 * @param predecessor the last offset that the caller applied; empty at the low watermark of a new epoch
 * @param lowWatermarkTimeMillis the partition time before the first record; used only without a predecessor
 */
public record LogBatch(
        int partition,
        long epoch,
        String topicId,
        OptionalLong predecessor,
        long lowWatermarkTimeMillis,
        List<LogEntry> entries) {

    /** Creates a batch with a predecessor, or one that starts at the beginning of the log. */
    public LogBatch(int partition, long epoch, String topicId, OptionalLong predecessor, List<LogEntry> entries) {
        this(partition, epoch, topicId, predecessor, 0, entries);
    }
}
