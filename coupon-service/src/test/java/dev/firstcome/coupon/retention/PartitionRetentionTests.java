package dev.firstcome.coupon.retention;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.contracts.coupon.CampaignForgotten;
import dev.firstcome.contracts.coupon.CouponRecord;
import dev.firstcome.contracts.coupon.IssueProgress;
import dev.firstcome.coupon.fold.Floor;
import dev.firstcome.coupon.fold.FoldNeeds;
import dev.firstcome.coupon.fold.FoldRetention;
import dev.firstcome.coupon.log.LogEntry;
import dev.firstcome.coupon.log.LogTrim;
import dev.firstcome.coupon.log.Position;
import dev.firstcome.coupon.log.RequestLog;
import dev.firstcome.coupon.progress.LateDecisions;
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

/** What an owner has forgotten, dropped and deleted, and when. */
class PartitionRetentionTests {
    private static final int PARTITION = 4;
    private static final long EPOCH = 3;
    private static final long DAY = Duration.ofDays(1).toMillis();
    private static final UUID SALE = UUID.fromString("01890a5d-ac96-774b-bcce-b302099a8057");

    private final World world = new World();
    private final PartitionRetention retention = new PartitionRetention(
            PARTITION,
            new RetentionParts(
                    new RetentionProperties(
                            Duration.ofDays(30),
                            Duration.ofDays(30),
                            Duration.ofSeconds(1),
                            Duration.ofMinutes(1),
                            5_000),
                    world,
                    world,
                    world,
                    world,
                    world,
                    world,
                    world));

    @Test
    void aCampaignIsForgottenAMonthAfterItsClosingByTheTimeOfTheLog() {
        retention.begin(EPOCH, new Floor(0, 0), 0);
        world.needs = needs(31 * DAY, ended(10, DAY + 1));
        retention.tend(100, 100);
        assertThat(world.appended).isEmpty();

        world.needs = needs(31 * DAY + 1, ended(10, DAY + 1));
        world.passes(Duration.ofSeconds(1));
        retention.tend(100, 100);

        assertThat(world.appended).singleElement().isInstanceOfSatisfying(CampaignForgotten.class, forgotten -> {
            assertThat(forgotten.campaignId()).isEqualTo(SALE);
            assertThat(forgotten.through()).isEqualTo(100);
        });
    }

    @Test
    void oneWhoseClosingIsNotPublishedWaits() {
        retention.begin(EPOCH, new Floor(0, 0), 0);
        world.needs = needs(99 * DAY, ended(10, 0));
        retention.tend(100, 9);

        assertThat(world.appended).isEmpty();
    }

    @Test
    void nothingIsForgottenOnceMoreWhileHistoryIsReadAgain() {
        retention.begin(EPOCH, new Floor(0, 0), 50);
        world.needs = needs(99 * DAY, ended(10, 0));
        retention.tend(48, 48);
        assertThat(world.appended).isEmpty();

        world.passes(Duration.ofSeconds(1));
        retention.tend(49, 49);
        assertThat(world.appended).hasSize(1);
    }

    @Test
    void notMoreThanSomeAreForgottenAtOnce() {
        retention.begin(EPOCH, new Floor(0, 0), 0);
        world.needs = needs(
                99 * DAY, LongStream.range(0, 50).mapToObj(at -> ended(at, 0)).toArray(FoldNeeds.Ended[]::new));
        retention.tend(100, 100);

        assertThat(world.appended).hasSize(20);
    }

    @Test
    void itLooksNowAndThenAndAtOnceWhenACampaignWasForgotten() {
        retention.begin(EPOCH, new Floor(0, 0), 0);
        retention.tend(100, 100);
        retention.tend(101, 101);
        assertThat(world.looks).isEqualTo(1);

        retention.applied(List.of(new LogEntry(102, 0, new CampaignForgotten(SALE, "forget", 101))));
        retention.tend(102, 102);
        assertThat(world.looks).isEqualTo(2);
    }

    @Test
    void theFloorThatIsFoundIsKept() {
        retention.begin(EPOCH, new Floor(7, 1), 0);
        world.needs = needs(5);
        retention.tend(100, 100);

        assertThat(retention.floors().at(100)).isEqualTo(new Floor(90, 5));
    }

    @Test
    void onlyWhatLiesBelowAnAcknowledgedFloorIsGivenUpAndTheLogIsCutNowAndThen() {
        retention.begin(EPOCH, new Floor(7, 1), 0);
        retention.tend(100, 100);
        assertThat(world.dropped).isEmpty();

        world.progress = new IssueProgress("topic", PARTITION, 100, EPOCH, 80, 5L);
        world.passes(Duration.ofSeconds(1));
        retention.tend(100, 100);
        assertThat(world.dropped).containsExactly(80L);
        assertThat(world.trimmed).isEmpty();

        world.passes(Duration.ofMinutes(1));
        retention.tend(100, 100);
        world.passes(Duration.ofSeconds(1));
        retention.tend(100, 100);
        assertThat(world.trimmed).containsExactly(80L);
        assertThat(world.trimmedUntil).isEqualTo(world.instant().minusSeconds(1).minus(Duration.ofDays(30)));
    }

    private static FoldNeeds needs(long time, FoldNeeds.Ended... ended) {
        return new FoldNeeds(100, time, new Floor(90, time), List.of(ended));
    }

    private static FoldNeeds.Ended ended(long offset, long time) {
        return new FoldNeeds.Ended(SALE, offset, time);
    }

    /** All that a retention works with, in memory. */
    @Test
    void oneOfWhichAProofIsStillInWantWaits() {
        retention.begin(EPOCH, new Floor(0, 0), 0);
        world.needs = needs(99 * DAY, ended(10, 0));
        world.lateIsProved = false;
        retention.tend(100, 100);
        assertThat(world.appended).isEmpty();

        world.lateIsProved = true;
        world.passes(Duration.ofSeconds(1));
        retention.tend(100, 100);

        assertThat(world.appended).hasSize(1);
    }

    private static final class World extends Clock
            implements FoldRetention, LogTrim, RequestLog, Watermarks, ProofProgress, LateDecisions {
        private FoldNeeds needs = new FoldNeeds(100, 0, new Floor(90, 0), List.of());
        private @Nullable IssueProgress progress;
        private Instant now = Instant.parse("2026-03-01T00:00:00Z");
        private int looks;
        private final List<CouponRecord> appended = new ArrayList<>();
        private final List<Long> dropped = new ArrayList<>();
        private final List<Long> trimmed = new ArrayList<>();
        private @Nullable Instant trimmedUntil;
        private boolean lateIsProved = true;

        void passes(Duration time) {
            now = now.plus(time);
        }

        @Override
        public Optional<FoldNeeds> needs(int partition, long epoch) {
            looks++;
            return Optional.of(needs);
        }

        @Override
        public boolean areProved(int partition, UUID campaignId) {
            return lateIsProved;
        }

        @Override
        public long firstUnsigned(int partition) {
            return Long.MAX_VALUE;
        }

        @Override
        public void drop(int partition, long epoch, long below) {
            dropped.add(below);
        }

        @Override
        public void trim(int partition, long below, Instant olderThan, long atLeast) {
            trimmed.add(below);
            trimmedUntil = olderThan;
        }

        @Override
        public List<Position> append(int partition, List<? extends CouponRecord> records) {
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
        public boolean await(int partition, long offset, Duration atMost) {
            throw new IllegalStateException("nobody waits here");
        }

        @Override
        public boolean fresh() {
            return true;
        }

        @Override
        public double ratePerSecond(int partition) {
            return 0;
        }

        @Override
        public void catchUp(Duration atMost) {}

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
