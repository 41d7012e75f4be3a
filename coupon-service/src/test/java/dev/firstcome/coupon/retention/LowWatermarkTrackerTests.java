package dev.firstcome.coupon.retention;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** The conditions under which the low watermark advances. */
class LowWatermarkTrackerTests {
    private final AtomicLong firstRetained = new AtomicLong(Long.MAX_VALUE);
    private final LowWatermarkTracker tracker = new LowWatermarkTracker(firstRetained::get);

    @Test
    void itDoesNotChangeWithoutACandidate() {
        tracker.reset(new LowWatermark(40, 4));

        assertThat(tracker.at(1_000)).isEqualTo(new LowWatermark(40, 4));
    }

    @Test
    void itAdvancesWhenAllAppliedRecordsArePublished() {
        tracker.reset(new LowWatermark(40, 4));
        tracker.propose(needs(99, 60));

        assertThat(tracker.at(98)).isEqualTo(new LowWatermark(40, 4));
        assertThat(tracker.at(99)).isEqualTo(new LowWatermark(60, 6));
        assertThat(tracker.at(98)).as("it never decreases").isEqualTo(new LowWatermark(60, 6));
    }

    @Test
    void aPendingCandidateIsNotReplaced() {
        tracker.propose(needs(99, 60));
        tracker.propose(needs(200, 150));
        assertThat(tracker.at(100)).isEqualTo(new LowWatermark(60, 6));

        tracker.propose(needs(200, 150));
        assertThat(tracker.at(200)).isEqualTo(new LowWatermark(150, 15));
    }

    @Test
    void aLowerCandidateIsIgnored() {
        tracker.reset(new LowWatermark(40, 4));
        tracker.propose(needs(99, 30));
        tracker.propose(needs(99, 60));

        assertThat(tracker.at(99)).isEqualTo(new LowWatermark(60, 6));
    }

    @Test
    void itWaitsUntilNoRetainedRecordWouldBeDecidedDifferently() {
        firstRetained.set(99);
        tracker.propose(needs(99, 60));
        assertThat(tracker.at(99)).isEqualTo(new LowWatermark(0, 0));

        firstRetained.set(100);
        assertThat(tracker.at(99)).isEqualTo(new LowWatermark(60, 6));
    }

    @Test
    void aResetDiscardsTheCandidate() {
        tracker.propose(needs(99, 60));
        tracker.reset(new LowWatermark(10, 1));

        assertThat(tracker.at(99)).isEqualTo(new LowWatermark(10, 1));
    }

    private static RetentionRequirements needs(long applied, long lowWatermark) {
        return new RetentionRequirements(applied, 0, new LowWatermark(lowWatermark, lowWatermark / 10), List.of());
    }
}
