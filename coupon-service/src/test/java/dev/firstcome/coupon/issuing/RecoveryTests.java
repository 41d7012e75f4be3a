package dev.firstcome.coupon.issuing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.contracts.coupon.IssueProgress;
import dev.firstcome.coupon.fold.FoldPosition;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Where an issuer begins, case by case. */
class RecoveryTests {
    private static final String TOPIC = "topic-1";

    @Test
    void beginsAtTheLogsStartWhenThereIsNothing() {
        assertThat(Recovery.plan(log(0, 50), null, Optional.empty(), TOPIC))
                .isEqualTo(new Recovery.Begin(1, 0, OptionalLong.empty(), -1, 0));
    }

    @Test
    void publishesAgainWhatWasAppliedAndNotPublished() {
        assertThat(Recovery.plan(log(0, 50), progress(19, 3), state(3, 40), TOPIC))
                .isEqualTo(new Recovery.Begin(3, 20, OptionalLong.of(19), 19, 0));
    }

    @Test
    void appliesAgainWhatRedisLostAndPublishesNoneOfItTwice() {
        assertThat(Recovery.plan(log(0, 50), progress(39, 3), state(3, 20), TOPIC))
                .isEqualTo(new Recovery.Begin(3, 21, OptionalLong.of(20), 39, 0));
    }

    @Test
    void trustsTheCommittedOffsetWhereItIsFurtherThanTheProgress() {
        assertThat(Recovery.plan(new LogBounds(0, 50, OptionalLong.of(31)), progress(19, 3), state(3, 40), TOPIC))
                .isEqualTo(new Recovery.Begin(3, 31, OptionalLong.of(30), 30, 0));
    }

    @Test
    void beginsAHigherEpochAtTheFloorWhenRedisIsEmpty() {
        assertThat(Recovery.plan(log(0, 50), progress(39, 3), Optional.empty(), TOPIC))
                .isEqualTo(new Recovery.Begin(4, 0, OptionalLong.empty(), 39, 0));
    }

    @Test
    void countsALowerEpochThanThePublishedOneAsEmpty() {
        assertThat(Recovery.plan(log(0, 50), progress(39, 5), state(4, 45), TOPIC))
                .isEqualTo(new Recovery.Begin(6, 0, OptionalLong.empty(), 39, 0));
    }

    @Test
    void goesOnInTheEpochOfRedisWhereTheProgressIsBehind() {
        assertThat(Recovery.plan(log(0, 50), progress(39, 3), state(4, 45), TOPIC))
                .isEqualTo(new Recovery.Begin(4, 40, OptionalLong.of(39), 39, 0));
    }

    @Test
    void refusesAStateThatIsAheadOfTheLog() {
        assertThat(Recovery.plan(log(0, 50), progress(39, 3), state(3, 50), TOPIC))
                .isInstanceOfSatisfying(
                        Recovery.Refuse.class,
                        refused -> assertThat(refused.reason()).contains("ahead of the log"));
    }

    @Test
    void refusesALogThatLostPublishedRecords() {
        assertThat(Recovery.plan(log(0, 30), progress(39, 3), state(3, 29), TOPIC))
                .isInstanceOf(Recovery.Refuse.class);
    }

    @Test
    void refusesAStateOfAnotherTopic() {
        assertThat(Recovery.plan(log(0, 50), progress(39, 3), state(3, 45), "topic-2"))
                .isInstanceOfSatisfying(
                        Recovery.Refuse.class,
                        refused -> assertThat(refused.reason()).contains("topic-1", "topic-2"));
    }

    @Test
    void refusesALogThatStartsAboveTheFloor() {
        assertThat(Recovery.plan(log(10, 50), progress(39, 3), Optional.empty(), TOPIC))
                .isInstanceOfSatisfying(
                        Recovery.Refuse.class,
                        refused -> assertThat(refused.reason()).contains("floor"));
    }

    private static LogBounds log(long start, long end) {
        return new LogBounds(start, end, OptionalLong.empty());
    }

    private static IssueProgress progress(long published, long epoch) {
        return new IssueProgress(TOPIC, 0, published, epoch, 0);
    }

    private static Optional<FoldPosition> state(long epoch, long applied) {
        return Optional.of(new FoldPosition(epoch, TOPIC, applied));
    }
}
