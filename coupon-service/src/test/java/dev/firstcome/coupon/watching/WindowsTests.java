package dev.firstcome.coupon.watching;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.coupon.watching.SequenceWindow.Finding;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What is remembered in bounded memory is exact as far as it reaches, and says where it does not. */
class WindowsTests {
    private static final int SKEW = 5_000;

    @Test
    void aResultIsCountedOnceWithinTheLastMillion() {
        DecidedOffsets decided = new DecidedOffsets();
        assertThat(decided.add(1_000)).isTrue();
        assertThat(decided.add(999)).as("an earlier one that comes later").isTrue();
        assertThat(decided.add(1_000)).as("again").isFalse();
        assertThat(decided.add(1_000 + DecidedOffsets.CAPACITY))
                .as("far above all")
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
    void sequencesAreKnownInWhateverOrderTheyComeNearlyInTheirs() {
        Random random = new Random(3);
        SequenceWindow window = new SequenceWindow();
        Map<Long, Long> known = new HashMap<>();
        for (int i = 0; i < 400_000; i++) {
            long sequence = Math.max(1, i - random.nextInt(SKEW));
            Finding finding = window.take(sequence, 10 * sequence, true);
            assertThat(finding).isEqualTo(known.put(sequence, 10 * sequence) == null ? Finding.NEW : Finding.REPEATED);
        }
        long top = window.highest();
        for (long sequence = top - SequenceWindow.CAPACITY + 1; sequence <= top; sequence++) {
            assertThat(window.offsetOf(sequence)).isEqualTo(known.getOrDefault(sequence, SequenceWindow.NONE));
        }
        assertThat(window.take(top - SequenceWindow.CAPACITY, 1, true)).isEqualTo(Finding.TOO_OLD);
        assertThat(window.take(top + SequenceWindow.CAPACITY + 1, 1, true)).isEqualTo(Finding.TOO_FAR);
        assertThat(window.take(top, 1, true)).isEqualTo(Finding.TWICE);
    }

    @Test
    void whoHasACouponIsKnownForTheLastHundredThousandAndMore() {
        RecentHoldings holdings = new RecentHoldings();
        UUID campaign = UUID.randomUUID();
        UUID kim = UUID.randomUUID();
        assertThat(holdings.put(campaign, kim, 1, 7)).isEqualTo(RecentHoldings.NONE);
        assertThat(holdings.put(campaign, kim, 2, 8)).as("another coupon").isEqualTo(RecentHoldings.NONE);
        for (int i = 0; i < RecentHoldings.GENERATION; i++) {
            assertThat(holdings.put(campaign, UUID.randomUUID(), 1, i)).isEqualTo(RecentHoldings.NONE);
        }
        assertThat(holdings.put(campaign, kim, 1, 9)).isEqualTo(7);
        for (int i = 0; i < 2 * RecentHoldings.GENERATION; i++) {
            holdings.put(campaign, UUID.randomUUID(), 1, i);
        }
        assertThat(holdings.put(campaign, kim, 1, 9)).as("forgotten").isEqualTo(RecentHoldings.NONE);
    }
}
