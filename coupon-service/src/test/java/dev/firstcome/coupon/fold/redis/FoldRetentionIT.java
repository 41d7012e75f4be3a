package dev.firstcome.coupon.fold.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.contracts.coupon.CampaignClosed;
import dev.firstcome.contracts.coupon.CampaignForgotten;
import dev.firstcome.contracts.coupon.CampaignMode;
import dev.firstcome.contracts.coupon.CampaignOpened;
import dev.firstcome.contracts.coupon.CampaignScheduled;
import dev.firstcome.contracts.coupon.CloseCause;
import dev.firstcome.contracts.coupon.CouponRecord;
import dev.firstcome.contracts.coupon.IssueRequested;
import dev.firstcome.coupon.fold.Floor;
import dev.firstcome.coupon.fold.FoldAnswer;
import dev.firstcome.coupon.fold.FoldNeeds;
import dev.firstcome.coupon.fold.LogBatch;
import dev.firstcome.coupon.fold.Outcome;
import dev.firstcome.coupon.log.LogEntry;
import dev.firstcome.model.PartitionState;
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

/** What the state needs and gives up, and how long that holds Redis. */
class FoldRetentionIT {
    private static final int PARTITION = 7;
    private static final long EPOCH = 2;
    private static final String TOPIC = "topic";
    private static final UUID OLD = UUID.fromString("01890000-0000-7000-8000-000000000001");
    private static final UUID YOUNG = UUID.fromString("01890000-0000-7000-8000-000000000002");
    private static final long OPENS = 1_000_000;

    /** How long one call may hold Redis. */
    private static final Duration HELD_MAX = PromisedTime.bound(Duration.ofMillis(50));

    private static final int CALL = 2_000;
    private static final int HOLDERS = 200_000;

    private static RedisUnderTest redis;
    private static RedisFoldRetention retention;

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
    void aStateThatIsNotThereNeedsNothing() {
        assertThat(retention.needs(PARTITION, EPOCH)).isEmpty();
    }

    @Test
    void theFloorIsWhereTheOldestCampaignBeginsAndRisesWhenThatIsForgotten() {
        apply(9, scheduled(OLD));
        apply(10, opened(OLD));
        apply(11, scheduled(YOUNG));
        assertThat(needs().floor()).isEqualTo(new Floor(9, 0));

        apply(12, new CampaignClosed(OLD, "close", CloseCause.OPERATOR));
        assertThat(needs().ended()).containsExactly(new FoldNeeds.Ended(OLD, 12, OPENS + 12));
        assertThat(apply(13, forgotten(OLD, 11))).isEqualTo(Outcome.Code.REFUSED);
        assertThat(apply(14, forgotten(OLD, 14))).isEqualTo(Outcome.Code.REFUSED);
        assertThat(apply(15, forgotten(YOUNG, 14))).isEqualTo(Outcome.Code.REFUSED);
        assertThat(needs().floor()).isEqualTo(new Floor(9, 0));

        assertThat(apply(16, forgotten(OLD, 12))).isEqualTo(Outcome.Code.DONE);
        assertThat(needs().floor()).isEqualTo(new Floor(11, OPENS + 10));
        assertThat(needs().ended()).isEmpty();
        assertThat(apply(17, forgotten(OLD, 16))).isEqualTo(Outcome.Code.FORGOTTEN);
    }

    @Test
    void withoutACampaignTheLastRecordIsKeptSoThatAFoldFromTheFloorIsNotEmpty() {
        apply(9, scheduled(OLD));
        apply(10, new CampaignClosed(OLD, "close", CloseCause.OPERATOR));
        apply(11, forgotten(OLD, 10));

        assertThat(needs().floor()).isEqualTo(new Floor(11, OPENS + 11));
    }

    /** As many users as a large campaign has, and no call that holds Redis for long. */
    @Test
    void aCampaignWithManyUsersIsForgottenWithoutHoldingRedis() {
        apply(0, scheduled(OLD));
        apply(1, opened(OLD));
        long offset = 2;
        for (; offset < HOLDERS; offset += CALL) {
            apply(asks(OLD, offset, CALL));
        }
        apply(offset, new CampaignClosed(OLD, "close", CloseCause.OPERATOR));
        long last = offset;

        Duration held = redis.busyWith(
                () -> assertThat(apply(last + 1, forgotten(OLD, last))).isEqualTo(Outcome.Code.DONE));

        System.out.printf("a campaign with %d users is forgotten in %s%n", HOLDERS, held);
        assertThat(held).isBetween(Duration.ofNanos(1), HELD_MAX);
        PartitionState state = redis.state(PARTITION, EPOCH);
        assertThat(state.campaigns()).isEmpty();
        dropsWhatLiesBelow(offset + 1, state);
    }

    private static void dropsWhatLiesBelow(long offset, PartitionState before) {
        FoldKeys keys = new FoldKeys(PARTITION, EPOCH);
        long kept = offset / FoldKeys.BLOCK;
        retention.drop(PARTITION, EPOCH + 1, offset);
        assertThat(redis.commands().exists(keys.outcomes(kept - 1)))
                .as("where another epoch is live")
                .isEqualTo(1);

        Duration held = redis.busyWith(() -> retention.drop(PARTITION, EPOCH, offset));

        System.out.printf("%d blocks of outcomes are dropped in %s%n", kept, held);
        assertThat(held).isBetween(Duration.ofNanos(1), HELD_MAX);
        for (long block = 0; block < kept; block++) {
            assertThat(redis.commands().exists(keys.outcomes(block))).isZero();
        }
        PartitionState after = redis.state(PARTITION, EPOCH);
        assertThat(after.outcomes()).isEqualTo(before.outcomes().tailMap(kept * FoldKeys.BLOCK));
        assertThat(apply(asks(YOUNG, offset + 1, 1))).isEqualTo(Outcome.Code.FORGOTTEN);
    }

    private static FoldNeeds needs() {
        return retention.needs(PARTITION, EPOCH).orElseThrow();
    }

    private static Outcome.Code apply(long offset, CouponRecord record) {
        return apply(List.of(new LogEntry(offset, OPENS + offset, record)));
    }

    /** The last record's outcome. */
    private static Outcome.Code apply(List<LogEntry> entries) {
        long first = entries.getFirst().offset();
        OptionalLong predecessor =
                redis.fold().position(PARTITION).isEmpty() ? OptionalLong.empty() : OptionalLong.of(first - 1);
        FoldAnswer answer = redis.fold().apply(new LogBatch(PARTITION, EPOCH, TOPIC, predecessor, entries));
        assertThat(answer).isInstanceOf(FoldAnswer.Applied.class);
        List<Outcome> outcomes = ((FoldAnswer.Applied) answer).outcomes();
        assertThat(outcomes).hasSameSizeAs(entries);
        return outcomes.getLast().code();
    }

    private static List<LogEntry> asks(UUID campaign, long offset, int count) {
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

    private static CampaignForgotten forgotten(UUID campaign, long through) {
        return new CampaignForgotten(campaign, UUID.randomUUID().toString(), through);
    }
}
