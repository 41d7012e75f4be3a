package dev.firstcome.platform.signs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firstcome.platform.signs.Hysteresis.Bounds;
import dev.firstcome.platform.testing.TestClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class HysteresisTests {
    private static final Bounds BOUNDS = new Bounds(10, 2, Duration.ofSeconds(3), Duration.ofSeconds(5));

    private final TestClock clock = new TestClock();
    private final Hysteresis sign = new Hysteresis(BOUNDS, clock.instant());

    @Test
    void aPeakIsNoSign() {
        assertThat(after(0, 50)).isFalse();
        assertThat(after(2, 50)).isFalse();
        assertThat(after(1, 9)).as("below for a moment: it begins anew").isFalse();
        assertThat(after(2, 50)).isFalse();
        assertThat(sign.raised()).isFalse();
    }

    @Test
    void whatStaysAboveIsASignUntilItStaysBelow() {
        after(0, 10);
        assertThat(after(3, 10))
                .as("raised at the bound itself, after the time itself")
                .isTrue();
        assertThat(sign.raised()).isTrue();
        assertThat(sign.since()).isEqualTo(clock.instant());

        assertThat(after(60, 3)).as("between the bounds").isFalse();
        assertThat(after(0, 2)).isFalse();
        assertThat(after(4, 3)).as("it begins anew").isFalse();
        assertThat(after(0, 2)).isFalse();
        assertThat(after(5, 0)).isTrue();
        assertThat(sign.raised()).isFalse();
    }

    @Test
    void whatIsNotKnownChangesNothing() {
        after(0, 10);
        assertThat(after(3, Double.NaN)).isFalse();
        assertThat(after(0, 10)).isTrue();
    }

    @Test
    void boundsMustBeApart() {
        assertThatThrownBy(() -> new Bounds(1, 1, Duration.ZERO, Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private boolean after(int seconds, double value) {
        clock.goOn(Duration.ofSeconds(seconds));
        return sign.look(value, clock.instant());
    }
}
