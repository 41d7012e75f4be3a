package dev.firstcome.psp.card;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FaultsTests {
    private static final int KEYS = 20_000;

    private static Faults declining(double share, long seed) {
        return new Faults(Faults.Outage.NONE, 0, share, share, 0, seed, null);
    }

    @Test
    void aShareIsDrawnFromTheKeys() {
        Faults faults = declining(0.2, 7);

        long declined = IntStream.range(0, KEYS)
                .filter(n -> faults.declines("key-" + n))
                .count();

        assertThat(declined / (double) KEYS).isCloseTo(0.2, within(0.02));
    }

    @Test
    void drawsDependOnKeyAndSeedOnly() {
        int[] first = IntStream.range(0, 1_000)
                .filter(n -> declining(0.3, 7).declines("key-" + n))
                .toArray();

        assertThat(IntStream.range(0, 1_000)
                        .filter(n -> declining(0.3, 7).declines("key-" + n))
                        .toArray())
                .isEqualTo(first);
        assertThat(IntStream.range(0, 1_000)
                        .filter(n -> declining(0.3, 8).declines("key-" + n))
                        .toArray())
                .isNotEqualTo(first);
    }

    @Test
    void drawsOfOneKeyAreIndependent() {
        Faults faults = declining(0.5, 7);

        long both = IntStream.range(0, KEYS)
                .filter(n -> faults.declines("key-" + n) && faults.withholdsResponse("key-" + n))
                .count();

        assertThat(both / (double) KEYS).isCloseTo(0.25, within(0.02));
    }

    @Test
    void sharesOfZeroAndOneAreExact() {
        assertThat(declining(0, 1).declines("key")).isFalse();
        assertThat(declining(1, 1).declines("key")).isTrue();
        assertThatIllegalArgumentException().isThrownBy(() -> declining(Double.NaN, 1));
    }
}
