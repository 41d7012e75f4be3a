package dev.firstcome.coupon.partitionstate.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.contracts.coupon.CampaignMode;
import dev.firstcome.contracts.coupon.CloseCause;
import dev.firstcome.contracts.coupon.log.CampaignClosed;
import dev.firstcome.contracts.coupon.log.CampaignOpened;
import dev.firstcome.contracts.coupon.log.CampaignPurged;
import dev.firstcome.contracts.coupon.log.CampaignScheduled;
import dev.firstcome.contracts.coupon.log.CouponRecord;
import dev.firstcome.contracts.coupon.log.IssueRequested;
import dev.firstcome.coupon.log.LogEntry;
import dev.firstcome.coupon.partitionstate.ApplyResult;
import dev.firstcome.coupon.partitionstate.LogBatch;
import dev.firstcome.coupon.partitionstate.Outcome;
import dev.firstcome.coupon.partitionstate.redis.cluster.PartitionKeys;
import dev.firstcome.coupon.retention.LowWatermark;
import dev.firstcome.coupon.retention.RetentionRequirements;
import dev.firstcome.coupon.retention.StateRetention;
import dev.firstcome.model.state.PartitionState;
import dev.firstcome.testsupport.PromisedTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The low watermark, purges and truncation, and how long they block Redis. */
class StateRetentionIT {
    private static final int PARTITION = 7;
    private static final long EPOCH = 2;
    private static final String TOPIC = "topic";
    private static final UUID OLD = UUID.fromString("01890000-0000-7000-8000-000000000001");
    private static final UUID YOUNG = UUID.fromString("01890000-0000-7000-8000-000000000002");
    private static final long OPENS = 1_000_000;

    /** The longest time that one call may block Redis. */
    private static final Duration BLOCKED_MAX = PromisedTime.bound(Duration.ofMillis(50));

    private static final int CALL = 2_000;
    private static final int HOLDERS = 200_000;

    private static RedisUnderTest redis;
    private static StateRetention retention;

    @BeforeAll
    static void connect() {
        redis = new RedisUnderTest();
        retention = redis.retention();
    }

    @AfterAll
    static void disconnect() {
        redis.empty(PARTITION);
        redis.close();
    }

    @BeforeEach
    void empty() {
        redis.empty(PARTITION);
    }

    @Test
    void aMissingStateHasNoRequirements() {
        assertThat(retention.requirements(PARTITION, EPOCH)).isEmpty();
    }

    @Test
    void theLowWatermarkIsTheStartOfTheOldestCampaignThatIsNotPurged() {
        apply(9, scheduled(OLD));
        apply(10, opened(OLD));
        apply(11, scheduled(YOUNG));
        assertThat(needs().lowWatermark()).isEqualTo(new LowWatermark(9, 0));

        apply(12, new CampaignClosed(OLD, "close", CloseCause.OPERATOR));
        assertThat(needs().ended()).containsExactly(new RetentionRequirements.Ended(OLD, 12, OPENS + 12));
        assertThat(apply(13, purged(OLD, 11))).isEqualTo(Outcome.Code.REFUSED);
        assertThat(apply(14, purged(OLD, 14))).isEqualTo(Outcome.Code.REFUSED);
        assertThat(apply(15, purged(YOUNG, 14))).isEqualTo(Outcome.Code.REFUSED);
        assertThat(needs().lowWatermark()).isEqualTo(new LowWatermark(9, 0));

        assertThat(apply(16, purged(OLD, 12))).isEqualTo(Outcome.Code.DONE);
        assertThat(needs().lowWatermark()).isEqualTo(new LowWatermark(11, OPENS + 10));
        assertThat(needs().ended()).isEmpty();
        assertThat(apply(17, purged(OLD, 16))).isEqualTo(Outcome.Code.PURGED);
    }

    @Test
    void theLowWatermarkIsTheLastRecordIfThereIsNoCampaign() {
        apply(9, scheduled(OLD));
        apply(10, new CampaignClosed(OLD, "close", CloseCause.OPERATOR));
        apply(11, purged(OLD, 10));

        assertThat(needs().lowWatermark()).isEqualTo(new LowWatermark(11, OPENS + 11));
    }

    @Test
    void purgesALargeCampaignWithoutBlockingRedis() {
        apply(0, scheduled(OLD));
        apply(1, opened(OLD));
        long offset = 2;
        for (; offset < HOLDERS; offset += CALL) {
            apply(requests(OLD, offset, CALL));
        }
        apply(offset, new CampaignClosed(OLD, "close", CloseCause.OPERATOR));
        long last = offset;

        Duration blocked = redis.busyWith(
                () -> assertThat(apply(last + 1, purged(OLD, last))).isEqualTo(Outcome.Code.DONE));

        System.out.printf("a campaign with %d users is purged in %s%n", HOLDERS, blocked);
        assertThat(blocked).isBetween(Duration.ofNanos(1), BLOCKED_MAX);
        PartitionState state = redis.state(PARTITION, EPOCH);
        assertThat(state.campaigns()).isEmpty();
        truncatesBelow(offset + 1, state);
    }

    private static void truncatesBelow(long offset, PartitionState before) {
        PartitionKeys keys = new PartitionKeys(PARTITION, EPOCH);
        long firstKept = offset / PartitionKeys.BLOCK;
        retention.truncateOutcomes(PARTITION, EPOCH + 1, offset);
        assertThat(redis.commands().exists(keys.outcomes(firstKept - 1)))
                .as("unchanged if another epoch is live")
                .isEqualTo(1);

        Duration blocked = redis.busyWith(() -> retention.truncateOutcomes(PARTITION, EPOCH, offset));

        System.out.printf("%d blocks of outcomes are removed in %s%n", firstKept, blocked);
        assertThat(blocked).isBetween(Duration.ofNanos(1), BLOCKED_MAX);
        for (long block = 0; block < firstKept; block++) {
            assertThat(redis.commands().exists(keys.outcomes(block))).isZero();
        }
        PartitionState after = redis.state(PARTITION, EPOCH);
        assertThat(after.outcomes()).isEqualTo(before.outcomes().tailMap(firstKept * PartitionKeys.BLOCK));
        assertThat(apply(requests(YOUNG, offset + 1, 1))).isEqualTo(Outcome.Code.PURGED);
    }

    private static RetentionRequirements needs() {
        return retention.requirements(PARTITION, EPOCH).orElseThrow();
    }

    private static Outcome.Code apply(long offset, CouponRecord record) {
        return apply(List.of(new LogEntry(offset, OPENS + offset, record)));
    }

    /** Returns the outcome of the last record. */
    private static Outcome.Code apply(List<LogEntry> entries) {
        long first = entries.getFirst().offset();
        OptionalLong predecessor =
                redis.stateStore().position(PARTITION).isEmpty() ? OptionalLong.empty() : OptionalLong.of(first - 1);
        ApplyResult answer = redis.stateStore().apply(new LogBatch(PARTITION, EPOCH, TOPIC, predecessor, entries));
        assertThat(answer).isInstanceOf(ApplyResult.Applied.class);
        List<Outcome> outcomes = ((ApplyResult.Applied) answer).outcomes();
        assertThat(outcomes).hasSameSizeAs(entries);
        return outcomes.getLast().code();
    }

    private static List<LogEntry> requests(UUID campaign, long offset, int count) {
        List<LogEntry> entries = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            UUID user = UUID.randomUUID();
            entries.add(new LogEntry(
                    offset + i,
                    OPENS + offset,
                    new IssueRequested(campaign, user, "c", List.of(), user, "salt", Instant.EPOCH)));
        }
        return entries;
    }

    private static CampaignScheduled scheduled(UUID campaign) {
        return new CampaignScheduled(
                campaign,
                "make",
                1,
                1_000_000,
                1,
                CampaignMode.FIFO,
                null,
                Instant.ofEpochMilli(OPENS),
                Instant.ofEpochMilli(2 * OPENS),
                List.of(),
                null);
    }

    private static CampaignOpened opened(UUID campaign) {
        return new CampaignOpened(campaign, "open");
    }

    private static CampaignPurged purged(UUID campaign, long through) {
        return new CampaignPurged(campaign, UUID.randomUUID().toString(), through);
    }
}
