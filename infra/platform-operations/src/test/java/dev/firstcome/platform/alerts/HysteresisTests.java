package dev.firstcome.platform.alerts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firstcome.platform.alerts.AlertRule.Thresholds;
import dev.firstcome.platform.testing.TestClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class HysteresisTests {
    private static final Thresholds THRESHOLDS = new Thresholds(10, 2, Duration.ofSeconds(3), Duration.ofSeconds(5));

    private final TestClock clock = new TestClock();
    private final Hysteresis hysteresis = new Hysteresis(THRESHOLDS, clock.instant());

    @Test
    void aShortPeakRaisesNoAlert() {
        assertThat(updateAfter(0, 50)).isFalse();
        assertThat(updateAfter(2, 50)).isFalse();
        assertThat(updateAfter(1, 9))
                .as("below for a moment: the duration restarts")
                .isFalse();
        assertThat(updateAfter(2, 50)).isFalse();
        assertThat(hysteresis.isRaised()).isFalse();
    }

    @Test
    void aValueThatStaysHighRaisesTheAlertUntilItStaysLow() {
        updateAfter(0, 10);
        assertThat(updateAfter(3, 10))
                .as("raised exactly at the threshold, after exactly the duration")
                .isTrue();
        assertThat(hysteresis.isRaised()).isTrue();
        assertThat(hysteresis.since()).isEqualTo(clock.instant());

        assertThat(updateAfter(60, 3)).as("between the thresholds").isFalse();
        assertThat(updateAfter(0, 2)).isFalse();
        assertThat(updateAfter(4, 3)).as("the duration restarts").isFalse();
        assertThat(updateAfter(0, 2)).isFalse();
        assertThat(updateAfter(5, 0)).isTrue();
        assertThat(hysteresis.isRaised()).isFalse();
    }

    @Test
    void anUnknownValueChangesNothing() {
        updateAfter(0, 10);
        assertThat(updateAfter(3, Double.NaN)).isFalse();
        assertThat(updateAfter(0, 10)).isTrue();
    }

    @Test
    void thresholdsMustDiffer() {
        assertThatThrownBy(() -> Thresholds.of(1, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("must be below");
    }

    private boolean updateAfter(int seconds, double value) {
        clock.advance(Duration.ofSeconds(seconds));
        return hysteresis.update(value, clock.instant());
    }
}
