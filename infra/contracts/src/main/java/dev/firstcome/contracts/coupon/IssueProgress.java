package dev.firstcome.contracts.coupon;

import dev.firstcome.contracts.EventType;
import org.jspecify.annotations.Nullable;

/**
 * The published position and the low watermark of one partition of the coupon log. The record key is the partition
 * number.
 *
 * @param topicId Kafka's id of the request topic; the record is void under another topic id
 * @param published the last offset whose result Kafka acknowledged
 * @param epoch the epoch of the partition state
 * @param lowWatermark the first offset that a recovery from an empty Redis needs
 * @param lowWatermarkTimeMillis partition time before the record at the low watermark; null if the low watermark is the
 *     start of the log
 */
@EventType("coupon.progress.v1")
public record IssueProgress(
        String topicId,
        int partition,
        long published,
        long epoch,
        long lowWatermark,
        @Nullable Long lowWatermarkTimeMillis) {

    /** Creates the progress of a partition whose low watermark is the start of the log. */
    public IssueProgress(String topicId, int partition, long published, long epoch, long lowWatermark) {
        this(topicId, partition, published, epoch, lowWatermark, null);
    }
}
