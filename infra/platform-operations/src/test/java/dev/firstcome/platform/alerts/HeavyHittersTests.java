package dev.firstcome.platform.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.platform.testing.TestClock;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HeavyHittersTests {
    private static final int THRESHOLD = 100;

    private final TestClock clock = new TestClock();
    private final HeavyHitters hitters = new HeavyHitters(clock, THRESHOLD, 42);

    @Test
    void reportsAKeyAtEachMultipleOfTheThreshold() {
        long reports = IntStream.range(0, 250)
                .filter(call -> hitters.count("kim", "user kim"))
                .count();

        assertThat(reports).isEqualTo(2);
        assertThat(hitters.top()).containsExactly("user kim: 250 in 10 s");
    }

    @Test
    void findsTheFrequentKeyAmongManyOthers() {
        for (int call = 0; call < 200; call++) {
            hitters.count("kim", "user kim");
            for (int other = 0; other < 50; other++) {
                hitters.count("other-" + call + "-" + other, "somebody else");
            }
        }

        assertThat(hitters.maxRate()).isBetween(20.0, 21.0);
        assertThat(hitters.top()).singleElement().asString().startsWith("user kim: ");
    }

    @Test
    void listsTheMostFrequentKeyFirstAndABoundedNumber() {
        for (int key = 1; key <= 30; key++) {
            String name = "key-" + key;
            IntStream.range(0, THRESHOLD + name.length()).forEach(call -> hitters.count(name, name));
        }

        assertThat(hitters.top()).hasSize(20);
        assertThat(hitters.top().getFirst()).endsWith(": 106 in 10 s");
    }

    @Test
    void keepsTheRateForOneMoreWindow() {
        IntStream.range(0, THRESHOLD).forEach(call -> hitters.count("kim", "user kim"));

        clock.advance(Duration.ofSeconds(10));
        assertThat(hitters.maxRate()).isEqualTo(10);
        assertThat(hitters.top()).isEmpty();

        clock.advance(Duration.ofSeconds(10));
        assertThat(hitters.maxRate()).isZero();
    }

    @Test
    void aHashDependsOnTheSeed() {
        long hash = hitters.hash("kim");

        assertThat(new HeavyHitters(clock, THRESHOLD, 42).hash("kim")).isEqualTo(hash);
        assertThat(new HeavyHitters(clock, THRESHOLD, 43).hash("kim")).isNotEqualTo(hash);
        assertThat(hitters.hash("lee")).isNotEqualTo(hash);
    }
}
