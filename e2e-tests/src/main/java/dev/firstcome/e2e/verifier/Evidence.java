package dev.firstcome.e2e.verifier;

import dev.firstcome.contracts.coupon.CouponResult;
import dev.firstcome.contracts.coupon.IssueProgress;
import dev.firstcome.model.LogRecord;
import dev.firstcome.model.PartitionState;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * All that is known of a run, taken after the platform came to rest.
 *
 * @param topicId Kafka's id of the request topic
 * @param logStarts the first offset that each partition of the request topic still has
 * @param log all records of all partitions, each partition in its order
 * @param progress all records of the progress topic that are left
 * @param live the state of each partition that Redis has one of
 * @param liveFaults what in Redis is no state at all
 * @param wallet the rows of all shards
 */
public record Evidence(
        String topicId,
        Map<Integer, Long> logStarts,
        List<LogRecord> log,
        List<PublishedResult> results,
        List<IssueProgress> progress,
        List<DeadLetter> deadLetters,
        Map<Integer, LiveState> live,
        List<String> liveFaults,
        List<WalletRow> wallet,
        ClientHistory.Snapshot history) {

    /**
     * A record of the result topic.
     *
     * @param id the text of the {@code ce_id} header
     * @param result null if it cannot be read
     */
    public record PublishedResult(
            @Nullable String key,
            @Nullable String type,
            @Nullable String id,
            @Nullable CouponResult result) {}

    /** A record of the dead-letter topic: the bytes of the original, and what its headers say about the origin. */
    public record DeadLetter(
            @Nullable String originTopic,
            @Nullable String originPartition,
            @Nullable String originOffset,
            byte @Nullable [] key,
            byte @Nullable [] value) {

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof DeadLetter that
                    && Objects.equals(originTopic, that.originTopic)
                    && Objects.equals(originPartition, that.originPartition)
                    && Objects.equals(originOffset, that.originOffset)
                    && Arrays.equals(key, that.key)
                    && Arrays.equals(value, that.value);
        }

        @Override
        public int hashCode() {
            return Objects.hash(
                    originTopic, originPartition, originOffset, Arrays.hashCode(key), Arrays.hashCode(value));
        }
    }

    /** A partition's state in Redis, of its live epoch. */
    public record LiveState(String topicId, long epoch, PartitionState state) {}

    /** A coupon in a wallet. */
    public record WalletRow(
            String shard,
            int bucket,
            UUID couponId,
            UUID userId,
            UUID campaignId,
            int series,
            long sequence,
            int ordinal,
            int requestPartition,
            long requestOffset,
            boolean revoked) {
        /** The same without its shard. */
        public WalletRow anywhere() {
            return new WalletRow(
                    "",
                    bucket,
                    couponId,
                    userId,
                    campaignId,
                    series,
                    sequence,
                    ordinal,
                    requestPartition,
                    requestOffset,
                    revoked);
        }
    }
}
