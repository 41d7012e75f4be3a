package dev.firstcome.platform.signs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.platform.signs.Hysteresis.Bounds;
import dev.firstcome.platform.testing.TestClock;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class WatchTests {
    private static final Duration AGAIN = Duration.ofSeconds(10);

    private final TestClock clock = new TestClock();

    @Test
    void ofACounterTheGrowthPerSecondCounts() {
        Watch watch = watch(true);
        look(watch, 1);
        assertThat(watch.seen("here", clock.instant()).value())
                .as("since the process began")
                .isEqualTo(1);

        look(watch, 4);
        assertThat(watch.seen("here", clock.instant()).value()).isEqualTo(3);
    }

    @Test
    void isToldWhenItTurnsAndWhileItStaysAndAgainIfNobodyHeard() {
        Watch watch = watch(false);
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        watch.measureIn(meters);
        look(watch, 5);
        assertThat(watch.mustBeTold(clock.instant(), AGAIN)).isFalse();

        look(watch, 5);
        assertThat(watch.raised()).isTrue();
        assertThat(meters.get("firstcome.sign").tag("subject", "pg-1").gauge().value())
                .isEqualTo(1);
        assertThat(watch.mustBeTold(clock.instant(), AGAIN)).isTrue();

        watch.beingTold(clock.instant());
        assertThat(watch.mustBeTold(clock.instant(), AGAIN)).isFalse();
        watch.told(false);
        assertThat(watch.mustBeTold(clock.instant(), AGAIN)).as("nobody heard").isTrue();

        watch.beingTold(clock.instant());
        watch.told(true);
        clock.goOn(AGAIN);
        assertThat(watch.mustBeTold(clock.instant(), AGAIN)).as("it lasts").isTrue();
    }

    private Watch watch(boolean rate) {
        Bounds bounds = new Bounds(2, 0, Duration.ofSeconds(1), Duration.ofSeconds(1));
        return new Watch(new SignSpec("a.sign", "a.meter", "shard", rate, "things", bounds), "pg-1", clock.instant());
    }

    private void look(Watch watch, double measured) {
        clock.goOn(Duration.ofSeconds(1));
        watch.look(measured, clock.instant());
    }
}
