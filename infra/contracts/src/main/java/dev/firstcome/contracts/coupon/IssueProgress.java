package dev.firstcome.contracts.coupon;

import dev.firstcome.contracts.EventType;
import org.jspecify.annotations.Nullable;

/**
 * How far one partition of the coupon log is published. The key is the partition's number.
 *
 * @param topicId Kafka's id of the request topic; a watermark under another id means nothing
 * @param published the last offset whose result Kafka has acknowledged
 * @param epoch the epoch of the fold's state
 * @param floor the first offset that a recovery from empty needs
 * @param floorTimeMillis the fold's time before the record at the floor; null: the floor is the log's start, or was written
 *     down before floors rose
 */
@EventType("coupon.progress.v1")
public record IssueProgress(
        String topicId,
        int partition,
        long published,
        long epoch,
        long floor,
        @Nullable Long floorTimeMillis) {

    /** Of a floor at the log's start. */
    public IssueProgress(String topicId, int partition, long published, long epoch, long floor) {
        this(topicId, partition, published, epoch, floor, null);
    }
}
