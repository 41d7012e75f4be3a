package dev.firstcome.coupon.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.contracts.coupon.IssueProgress;
import dev.firstcome.coupon.partitionstate.StatePosition;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** The start position of an issuer for each combination of log, progress and state. */
class RecoveryPlanTests {
    private static final String TOPIC = "topic-1";

    @Test
    void startsAtTheStartOfTheLogWithoutProgressAndState() {
        assertThat(RecoveryPlan.of(log(0, 50), null, Optional.empty(), TOPIC))
                .isEqualTo(new RecoveryPlan.Start(1, 0, OptionalLong.empty(), -1, 0));
    }

    @Test
    void republishesAppliedRecordsThatWereNotPublished() {
        assertThat(RecoveryPlan.of(log(0, 50), progress(19, 3), state(3, 40), TOPIC))
                .isEqualTo(new RecoveryPlan.Start(3, 20, OptionalLong.of(19), 19, 0));
    }

    @Test
    void reappliesLostRecordsWithoutRepublishingThem() {
        assertThat(RecoveryPlan.of(log(0, 50), progress(39, 3), state(3, 20), TOPIC))
                .isEqualTo(new RecoveryPlan.Start(3, 21, OptionalLong.of(20), 39, 0));
    }

    @Test
    void usesTheCommittedOffsetIfItIsAheadOfTheProgress() {
        assertThat(RecoveryPlan.of(new LogBounds(0, 50, OptionalLong.of(31)), progress(19, 3), state(3, 40), TOPIC))
                .isEqualTo(new RecoveryPlan.Start(3, 31, OptionalLong.of(30), 30, 0));
    }

    @Test
    void startsAHigherEpochAtTheLowWatermarkIfRedisIsEmpty() {
        assertThat(RecoveryPlan.of(log(0, 50), progress(39, 3), Optional.empty(), TOPIC))
                .isEqualTo(new RecoveryPlan.Start(4, 0, OptionalLong.empty(), 39, 0));
    }

    @Test
    void treatsAStateWithALowerEpochAsMissing() {
        assertThat(RecoveryPlan.of(log(0, 50), progress(39, 5), state(4, 45), TOPIC))
                .isEqualTo(new RecoveryPlan.Start(6, 0, OptionalLong.empty(), 39, 0));
    }

    @Test
    void continuesTheEpochOfRedisIfTheProgressIsBehind() {
        assertThat(RecoveryPlan.of(log(0, 50), progress(39, 3), state(4, 45), TOPIC))
                .isEqualTo(new RecoveryPlan.Start(4, 40, OptionalLong.of(39), 39, 0));
    }

    @Test
    void refusesAStateThatIsAheadOfTheLog() {
        assertThat(RecoveryPlan.of(log(0, 50), progress(39, 3), state(3, 50), TOPIC))
                .isInstanceOfSatisfying(
                        RecoveryPlan.Refuse.class,
                        refused -> assertThat(refused.reason()).contains("ahead of the log"));
    }

    @Test
    void refusesALogThatLostPublishedRecords() {
        assertThat(RecoveryPlan.of(log(0, 30), progress(39, 3), state(3, 29), TOPIC))
                .isInstanceOf(RecoveryPlan.Refuse.class);
    }

    @Test
    void refusesAStateOfAnotherTopic() {
        assertThat(RecoveryPlan.of(log(0, 50), progress(39, 3), state(3, 45), "topic-2"))
                .isInstanceOfSatisfying(
                        RecoveryPlan.Refuse.class,
                        refused -> assertThat(refused.reason()).contains("topic-1", "topic-2"));
    }

    @Test
    void refusesALogThatStartsAboveTheLowWatermark() {
        assertThat(RecoveryPlan.of(log(10, 50), progress(39, 3), Optional.empty(), TOPIC))
                .isInstanceOfSatisfying(
                        RecoveryPlan.Refuse.class,
                        refused -> assertThat(refused.reason()).contains("low watermark"));
    }

    private static LogBounds log(long start, long end) {
        return new LogBounds(start, end, OptionalLong.empty());
    }

    private static IssueProgress progress(long published, long epoch) {
        return new IssueProgress(TOPIC, 0, published, epoch, 0);
    }

    private static Optional<StatePosition> state(long epoch, long applied) {
        return Optional.of(new StatePosition(epoch, TOPIC, applied));
    }
}
