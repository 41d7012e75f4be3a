package dev.firstcome.testsupport;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class DeadlineTests {
    private static final Duration BOUND = Duration.ofSeconds(1);

    private final PauseDetector pauses = new PauseDetector(0);
    private long now;

    @Test
    void aBoundIsReachedWhereNothingStalls() {
        Deadline deadline = Deadline.at(pauses, BOUND, now);

        runFor(Duration.ofMillis(990));
        assertThat(deadline.isOver(now)).isFalse();

        runFor(Duration.ofMillis(20));
        assertThat(deadline.isOver(now)).isTrue();
    }

    @Test
    void aStallPostponesItByTwiceItsLength() {
        Deadline deadline = Deadline.at(pauses, BOUND, now);

        stallFor(Duration.ofSeconds(5));
        assertThat(deadline.isOver(now)).isFalse();

        runFor(Duration.ofMillis(5_900));
        assertThat(deadline.isOver(now)).isFalse();

        runFor(Duration.ofMillis(200));
        assertThat(deadline.isOver(now)).isTrue();
    }

    @Test
    void aStallBeforeTheWaitDoesNotCount() {
        stallFor(Duration.ofSeconds(5));
        Deadline deadline = Deadline.at(pauses, BOUND, now);

        runFor(Duration.ofMillis(1_020));
        assertThat(deadline.isOver(now)).isTrue();
    }

    @Test
    void aStallCountsBeforeItsLateTick() {
        Deadline deadline = Deadline.at(pauses, BOUND, now);

        now += Duration.ofSeconds(5).toNanos();

        assertThat(deadline.isOver(now)).isFalse();
        assertThat(pauses.longest()).isZero();
    }

    @Test
    void shortDelaysOfTheSchedulerAreNoStalls() {
        for (int i = 0; i < 100; i++) {
            now += PauseDetector.TICK_NANOS + PauseDetector.STALL_MIN_NANOS - 1;
            pauses.tick(now);
        }

        assertThat(pauses.longest()).isZero();
        assertThat(pauses.stalledNanos(now)).isZero();
    }

    @Test
    void theLongestOfSeveralStallsIsReported() {
        stallFor(Duration.ofMillis(300));
        stallFor(Duration.ofMillis(700));
        stallFor(Duration.ofMillis(200));

        assertThat(pauses.longest()).isEqualTo(Duration.ofMillis(700));
        assertThat(pauses.stalledNanos(now)).isEqualTo(Duration.ofMillis(1_200).toNanos());
    }

    private void runFor(Duration time) {
        long end = now + time.toNanos();
        while (now < end) {
            now = Math.min(end, now + PauseDetector.TICK_NANOS);
            pauses.tick(now);
        }
    }

    private void stallFor(Duration time) {
        now += PauseDetector.TICK_NANOS + time.toNanos();
        pauses.tick(now);
    }
}
