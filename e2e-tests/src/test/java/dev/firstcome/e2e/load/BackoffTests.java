package dev.firstcome.e2e.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BackoffTests {
    @Test
    void waitIsNeverShorterThanRetryAfter() {
        Backoff backoff = new Backoff(new SplittableRandom(1));

        for (int i = 0; i < 50; i++) {
            assertThat(backoff.next(Duration.ofSeconds(2))).isBetween(Duration.ofSeconds(2), Duration.ofSeconds(5));
        }
    }

    @Test
    void waitGrowsUpToTheBound() {
        Backoff backoff = new Backoff(new SplittableRandom(1));
        Duration longest = Duration.ZERO;

        assertThat(backoff.next(null)).isLessThanOrEqualTo(Duration.ofMillis(200));
        for (int i = 0; i < 200; i++) {
            Duration wait = backoff.next(null);
            longest = wait.compareTo(longest) > 0 ? wait : longest;
        }
        assertThat(longest).isBetween(Duration.ofSeconds(2), Duration.ofSeconds(3));
    }
}
