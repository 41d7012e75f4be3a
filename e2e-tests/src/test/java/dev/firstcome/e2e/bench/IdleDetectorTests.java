package dev.firstcome.e2e.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.Iterator;
import org.junit.jupiter.api.Test;

class IdleDetectorTests {
    @Test
    void twoConsecutiveLowSamplesAreIdle() throws InterruptedException {
        assertThat(isIdleAfter(0.9, 0.15, 0.1)).isTrue();
    }

    @Test
    void lowSamplesWithALoadBetweenThemAreNotIdle() throws InterruptedException {
        assertThat(isIdleAfter(0.1, 0.16, 0.1)).isFalse();
    }

    private static boolean isIdleAfter(double... loads) throws InterruptedException {
        Iterator<Double> samples = Arrays.stream(loads).iterator();
        IdleDetector detector = new IdleDetector(samples::next);
        for (int i = 0; i < loads.length; i++) {
            detector.sample();
        }
        return detector.await(Duration.ZERO);
    }
}
