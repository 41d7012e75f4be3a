package dev.firstcome.platform.deadlines;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.platform.deadlines.RequestDeadlineFilter.ClockOffset;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Times are in milliseconds. The sender's clock shows {@link #OFFSET} less than the receiver's. */
class ClockOffsetTests {
    private static final long OFFSET = -1_700_000_000_000L;
    private static final long MINUTE = TimeUnit.MINUTES.toMillis(1);

    private final ClockOffset offset = new ClockOffset();
    private long now = 5_000;

    @Test
    void theFastestRequestIsTheMeasure() {
        assertThat(delayOf(40)).isZero();
        assertThat(delayOf(45)).isEqualTo(5);
        assertThat(delayOf(2)).isZero();
        assertThat(delayOf(45)).isEqualTo(43);
    }

    @Test
    void aRequestThatWaitedInAStoppedProcessIsLate() {
        delayOf(1);
        now += 9 * MINUTE;

        assertThat(delayOf(9 * MINUTE)).isEqualTo(9 * MINUTE - 1);
        assertThat(delayOf(3)).isEqualTo(2);
    }

    @Test
    void afterTenMinutesWithoutRequestsTheFirstOneIsTheMeasureAgain() {
        delayOf(1);
        now += ClockOffset.KEPT_MILLIS;

        assertThat(delayOf(70)).isZero();
    }

    @Test
    void aFastRequestCountsForAMinuteAtMost() {
        delayOf(0);
        long start = now;
        long recovered = -1;
        while (recovered < 0 && now - start <= 2 * MINUTE) {
            now += 500;
            recovered = delayOf(20) == 0 ? now - start : -1;
        }

        assertThat(recovered).isBetween(ClockOffset.HALF_MILLIS, MINUTE + 500);
    }

    @Test
    void aClockThatJumpsBackMakesRequestsLookLateForAMinuteAtMost() {
        for (int i = 0; i < 240; i++) {
            now += 500;
            delayOf(i % 7);
        }
        long jump = 10 * MINUTE;
        long start = now;
        long late = delayOf(jump);
        while (late >= jump / 2 && now - start <= 2 * MINUTE) {
            now += 500;
            late = delayOf(jump + 3);
        }

        assertThat(now - start).isBetween(1L, MINUTE + 500);
        assertThat(late).isLessThan(10);
    }

    @Test
    void aClockThatJumpsForwardMakesNoRequestLookLate() {
        delayOf(2);

        assertThat(delayOf(-10 * MINUTE)).isZero();
        assertThat(delayOf(-10 * MINUTE + 4)).isEqualTo(4);
    }

    /** The measured delay is the true one, less at most the delay of the fastest request of the last minute. */
    @Test
    void noDelayIsMeasuredTooLarge() {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        delayOf(3);
        for (int i = 0; i < 10_000; i++) {
            now += random.nextLong(100);
            long delay = random.nextInt(20) == 0 ? random.nextLong(10_000) : random.nextLong(3, 30);
            assertThat(delayOf(delay)).as("seed %d", seed).isBetween(Math.max(0, delay - 30), delay);
        }
    }

    /** A request that was sent this long ago arrives now. */
    private long delayOf(long delay) {
        return offset.delayOf(now - delay - OFFSET, now);
    }
}
