package dev.firstcome.coupon.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.coupon.monitoring.SequenceWindow.Finding;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The bounded data structures are exact within their capacity and report values beyond it. */
class BoundedMemoryTests {
    private static final int SKEW = 5_000;

    @Test
    void aResultIsCountedOnceWithinTheLastMillion() {
        DecidedOffsets decided = new DecidedOffsets();
        assertThat(decided.add(1_000)).isTrue();
        assertThat(decided.add(999)).as("a lower offset after a higher one").isTrue();
        assertThat(decided.add(1_000)).as("duplicate").isFalse();
        assertThat(decided.add(1_000 + DecidedOffsets.CAPACITY))
                .as("far above all others")
                .isFalse();
        for (long offset = 1_001; offset < 2 * DecidedOffsets.CAPACITY; offset += 7) {
            assertThat(decided.add(offset)).isTrue();
        }
        assertThat(decided.add(1_002 + DecidedOffsets.CAPACITY))
                .as("between others")
                .isTrue();
        assertThat(decided.add(1_002)).as("too old").isFalse();
    }

    @Test
    void nearlyOrderedSequencesAreExactWithinTheWindow() {
        Random random = new Random(3);
        SequenceWindow window = new SequenceWindow();
        Map<Long, Long> known = new HashMap<>();
        for (int i = 0; i < 400_000; i++) {
            long sequence = Math.max(1, i - random.nextInt(SKEW));
            Finding finding = window.add(sequence, 10 * sequence, true);
            assertThat(finding).isEqualTo(known.put(sequence, 10 * sequence) == null ? Finding.NEW : Finding.REPEATED);
        }
        long top = window.highest();
        for (long sequence = top - SequenceWindow.CAPACITY + 1; sequence <= top; sequence++) {
            assertThat(window.offsetOf(sequence)).isEqualTo(known.getOrDefault(sequence, SequenceWindow.NONE));
        }
        assertThat(window.add(top - SequenceWindow.CAPACITY, 1, true)).isEqualTo(Finding.TOO_OLD);
        assertThat(window.add(top + SequenceWindow.CAPACITY + 1, 1, true)).isEqualTo(Finding.TOO_FAR);
        assertThat(window.add(top, 1, true)).isEqualTo(Finding.DUPLICATE);
    }

    @Test
    void holdersAreExactForOneGenerationAndKeptForTwo() {
        RecentCouponHolders holders = new RecentCouponHolders();
        UUID campaign = UUID.randomUUID();
        UUID kim = UUID.randomUUID();
        assertThat(holders.put(campaign, kim, 1, 7)).isEqualTo(RecentCouponHolders.NONE);
        assertThat(holders.put(campaign, kim, 2, 8)).as("another coupon").isEqualTo(RecentCouponHolders.NONE);
        for (int i = 0; i < RecentCouponHolders.GENERATION; i++) {
            assertThat(holders.put(campaign, UUID.randomUUID(), 1, i)).isEqualTo(RecentCouponHolders.NONE);
        }
        assertThat(holders.put(campaign, kim, 1, 9)).isEqualTo(7);
        for (int i = 0; i < 2 * RecentCouponHolders.GENERATION; i++) {
            holders.put(campaign, UUID.randomUUID(), 1, i);
        }
        assertThat(holders.put(campaign, kim, 1, 9)).as("evicted").isEqualTo(RecentCouponHolders.NONE);
    }
}
