package dev.firstcome.e2e.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RushPlanTests {
    private static RushPlan plan(long seed) {
        return new RushPlan(new UUID(1, 2), Instant.EPOCH, Duration.ofSeconds(5), Duration.ofMinutes(1), seed);
    }

    @Test
    void sameSeedGivesSameArrivals() {
        assertThat(plan(7).arrivals(100)).isEqualTo(plan(7).arrivals(100)).isNotEqualTo(plan(8).arrivals(100));
    }

    @Test
    void arrivalsCoverTheWholeSpread() {
        long[] arrivals = plan(7).arrivals(1000);

        assertThat(Arrays.stream(arrivals).min().orElseThrow()).isBetween(0L, 100_000_000L);
        assertThat(Arrays.stream(arrivals).max().orElseThrow()).isBetween(4_900_000_000L, 5_000_000_000L);
    }
}
