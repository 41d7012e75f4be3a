package dev.firstcome.e2e.verifier;

import dev.firstcome.contracts.coupon.IssueProgress;
import dev.firstcome.contracts.coupon.result.CouponResult;
import dev.firstcome.model.log.LogRecord;
import dev.firstcome.model.state.PartitionState;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The complete evidence of a run, collected after the platform has become quiescent. It covers the whole log, or the
 * section of one campaign: the campaign's records, results, dead letters, state and wallet rows, and the progress of
 * its partition. A record of another campaign is in a section only if it advances the time of the fold.
 *
 * @param topicId Kafka's id of the request topic
 * @param logStarts the first available offset of each partition of the request topic
 * @param log all records of all partitions, in offset order within each partition
 * @param progress all available records of the progress topic
 * @param live the state in Redis, by partition
 * @param liveFaults descriptions of Redis keys that cannot be decoded as partition state
 * @param wallet the wallet rows of all shards
 * @param section the section that the evidence covers; null for the whole log
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
        ClientHistory.Snapshot history,
        @Nullable CampaignSection section) {

    /** Evidence that covers the whole log. */
    public Evidence(
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
        this(topicId, logStarts, log, results, progress, deadLetters, live, liveFaults, wallet, history, null);
    }

    /**
     * A record of the result topic.
     *
     * @param id the value of the {@code ce_id} header
     * @param result null if it cannot be read
     */
    public record PublishedResult(
            @Nullable String key,
            @Nullable String type,
            @Nullable String id,
            @Nullable CouponResult result) {}

    /** A record of the dead-letter topic: the original bytes, and the origin from its headers. */
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

    /** The state of a partition in Redis, from its live epoch. */
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
        /** Returns a copy without the shard. */
        public WalletRow withoutShard() {
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
