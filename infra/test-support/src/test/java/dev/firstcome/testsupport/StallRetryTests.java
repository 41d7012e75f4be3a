package dev.firstcome.testsupport;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StallRetryTests {
    private static final long LONG_STALL = PauseDetector.TICK_NANOS + PauseDetector.LONG_STALL_MIN_NANOS;

    private final PauseDetector pauses = new PauseDetector(0);

    @Test
    void manyShortStallsAreNotALongOne() {
        long now = 0;
        for (int i = 0; i < 50; i++) {
            now += LONG_STALL - 1;
            pauses.tick(now);
        }

        assertThat(pauses.hadLongStallSince(0, now)).isFalse();
    }

    @Test
    void aLongStallCountsForMomentsBeforeItsEndOnly() {
        pauses.tick(LONG_STALL);
        long later = LONG_STALL + PauseDetector.TICK_NANOS;
        pauses.tick(later);

        assertThat(pauses.hadLongStallSince(LONG_STALL, later)).isTrue();
        assertThat(pauses.hadLongStallSince(LONG_STALL + 1, later)).isFalse();
    }

    @Test
    void aStallWhoseTickIsStillToComeCounts() {
        assertThat(pauses.hadLongStallSince(LONG_STALL, LONG_STALL)).isTrue();
    }
}
