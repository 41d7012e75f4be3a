package dev.firstcome.coupon.retention;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.contracts.coupon.IssueProgress;
import dev.firstcome.contracts.coupon.log.CampaignPurged;
import dev.firstcome.contracts.coupon.log.CouponRecord;
import dev.firstcome.coupon.log.LogEntry;
import dev.firstcome.coupon.log.LogPosition;
import dev.firstcome.coupon.log.LogTruncator;
import dev.firstcome.coupon.log.RequestLog;
import dev.firstcome.coupon.progress.DeferredDecisionProofs;
import dev.firstcome.coupon.progress.ProofProgress;
import dev.firstcome.coupon.progress.Watermarks;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The times at which campaigns are purged, outcomes dropped and the log truncated. */
class PartitionRetentionTests {
    private static final int PARTITION = 4;
    private static final long EPOCH = 3;
    private static final long DAY = Duration.ofDays(1).toMillis();
    private static final UUID SALE = UUID.fromString("01890a5d-ac96-774b-bcce-b302099a8057");

    private final InMemoryEnvironment environment = new InMemoryEnvironment();
    private final RetentionProperties properties = new RetentionProperties(
            Duration.ofDays(30), Duration.ofDays(30), Duration.ofSeconds(1), Duration.ofMinutes(1), 5_000);
    private final PartitionRetention retention = new PartitionRetentionFactory(
                    properties,
                    environment,
                    new ExpiredCampaignPurger(properties, environment, environment),
                    environment,
                    environment,
                    environment,
                    environment)
            .create(PARTITION);

    @Test
    void aCampaignIsPurgedAMonthAfterItsClosingByTheTimeOfTheLog() {
        retention.start(EPOCH, new LowWatermark(0, 0), 0);
        environment.needs = needs(31 * DAY, ended(10, DAY + 1));
        retention.runIfDue(100, 100);
        assertThat(environment.appended).isEmpty();

        environment.needs = needs(31 * DAY + 1, ended(10, DAY + 1));
        environment.advance(Duration.ofSeconds(1));
        retention.runIfDue(100, 100);

        assertThat(environment.appended).singleElement().isInstanceOfSatisfying(CampaignPurged.class, purge -> {
            assertThat(purge.campaignId()).isEqualTo(SALE);
            assertThat(purge.through()).isEqualTo(100);
        });
    }

    @Test
    void aCampaignWithAnUnpublishedClosingIsNotPurged() {
        retention.start(EPOCH, new LowWatermark(0, 0), 0);
        environment.needs = needs(99 * DAY, ended(10, 0));
        retention.runIfDue(100, 9);

        assertThat(environment.appended).isEmpty();
    }

    @Test
    void nothingIsPurgedWhileTheLogIsReplayed() {
        retention.start(EPOCH, new LowWatermark(0, 0), 50);
        environment.needs = needs(99 * DAY, ended(10, 0));
        retention.runIfDue(48, 48);
        assertThat(environment.appended).isEmpty();

        environment.advance(Duration.ofSeconds(1));
        retention.runIfDue(49, 49);
        assertThat(environment.appended).hasSize(1);
    }

    @Test
    void theNumberOfPurgesPerRunIsLimited() {
        retention.start(EPOCH, new LowWatermark(0, 0), 0);
        environment.needs = needs(
                99 * DAY,
                LongStream.range(0, 50).mapToObj(at -> ended(at, 0)).toArray(RetentionRequirements.Ended[]::new));
        retention.runIfDue(100, 100);

        assertThat(environment.appended).hasSize(20);
    }

    @Test
    void itRunsAtAnIntervalAndImmediatelyAfterAPurge() {
        retention.start(EPOCH, new LowWatermark(0, 0), 0);
        retention.runIfDue(100, 100);
        retention.runIfDue(101, 101);
        assertThat(environment.runs).isEqualTo(1);

        retention.onApplied(List.of(new LogEntry(102, 0, new CampaignPurged(SALE, "purge", 101))));
        retention.runIfDue(102, 102);
        assertThat(environment.runs).isEqualTo(2);
    }

    @Test
    void theLowWatermarkOfTheStateIsProposed() {
        retention.start(EPOCH, new LowWatermark(7, 1), 0);
        environment.needs = needs(5);
        retention.runIfDue(100, 100);

        assertThat(retention.lowWatermark().at(100)).isEqualTo(new LowWatermark(90, 5));
    }

    @Test
    void onlyDataBelowTheAcknowledgedLowWatermarkIsDeletedAndTheLogIsTruncatedAtAnInterval() {
        retention.start(EPOCH, new LowWatermark(7, 1), 0);
        retention.runIfDue(100, 100);
        assertThat(environment.dropped).isEmpty();

        environment.progress = new IssueProgress("topic", PARTITION, 100, EPOCH, 80, 5L);
        environment.advance(Duration.ofSeconds(1));
        retention.runIfDue(100, 100);
        assertThat(environment.dropped).containsExactly(80L);
        assertThat(environment.truncated).isEmpty();

        environment.advance(Duration.ofMinutes(1));
        retention.runIfDue(100, 100);
        environment.advance(Duration.ofSeconds(1));
        retention.runIfDue(100, 100);
        assertThat(environment.truncated).containsExactly(80L);
        assertThat(environment.truncatedOlderThan)
                .isEqualTo(environment.instant().minusSeconds(1).minus(Duration.ofDays(30)));
    }

    private static RetentionRequirements needs(long time, RetentionRequirements.Ended... ended) {
        return new RetentionRequirements(100, time, new LowWatermark(90, time), List.of(ended));
    }

    private static RetentionRequirements.Ended ended(long offset, long time) {
        return new RetentionRequirements.Ended(SALE, offset, time);
    }

    @Test
    void aCampaignWithUnsignedDecisionsIsNotPurged() {
        retention.start(EPOCH, new LowWatermark(0, 0), 0);
        environment.needs = needs(99 * DAY, ended(10, 0));
        environment.decisionsAreProved = false;
        retention.runIfDue(100, 100);
        assertThat(environment.appended).isEmpty();

        environment.decisionsAreProved = true;
        environment.advance(Duration.ofSeconds(1));
        retention.runIfDue(100, 100);

        assertThat(environment.appended).hasSize(1);
    }

    /** In-memory implementations of all collaborators of a retention. */
    private static final class InMemoryEnvironment extends Clock
            implements StateRetention, LogTruncator, RequestLog, Watermarks, ProofProgress, DeferredDecisionProofs {
        private RetentionRequirements needs = new RetentionRequirements(100, 0, new LowWatermark(90, 0), List.of());
        private @Nullable IssueProgress progress;
        private Instant now = Instant.parse("2026-03-01T00:00:00Z");
        private int runs;
        private final List<CouponRecord> appended = new ArrayList<>();
        private final List<Long> dropped = new ArrayList<>();
        private final List<Long> truncated = new ArrayList<>();
        private @Nullable Instant truncatedOlderThan;
        private boolean decisionsAreProved = true;

        void advance(Duration time) {
            now = now.plus(time);
        }

        @Override
        public Optional<RetentionRequirements> requirements(int partition, long epoch) {
            runs++;
            return Optional.of(needs);
        }

        @Override
        public boolean areProved(int partition, UUID campaignId) {
            return decisionsAreProved;
        }

        @Override
        public long firstUnsigned(int partition) {
            return Long.MAX_VALUE;
        }

        @Override
        public void truncateOutcomes(int partition, long epoch, long below) {
            dropped.add(below);
        }

        @Override
        public void truncate(int partition, long below, Instant olderThan, long atLeast) {
            truncated.add(below);
            truncatedOlderThan = olderThan;
        }

        @Override
        public List<LogPosition> append(int partition, List<? extends CouponRecord> records) {
            appended.addAll(records);
            return List.of();
        }

        @Override
        public int partitions() {
            return 12;
        }

        @Override
        public String topicId() {
            return "topic";
        }

        @Override
        public @Nullable IssueProgress of(int partition) {
            return progress;
        }

        @Override
        public boolean await(int partition, long offset, Duration timeout) {
            throw new IllegalStateException("not used");
        }

        @Override
        public boolean isFresh() {
            return true;
        }

        @Override
        public double ratePerSecond(int partition) {
            return 0;
        }

        @Override
        public void catchUp(Duration timeout) {}

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }
}
