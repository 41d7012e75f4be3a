package dev.firstcome.platform.signs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.platform.signs.Hysteresis.Bounds;
import dev.firstcome.platform.testing.TestClock;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class WatchTests {
    private static final Duration AGAIN = Duration.ofSeconds(10);

    private final TestClock clock = new TestClock();

    @Test
    void ofACounterTheGrowthPerSecondCounts() {
        Watch watch = watch(true);
        look(watch, 1);
        assertThat(watch.seen("here", clock.instant(), List.of()).value())
                .as("since the process began")
                .isEqualTo(1);

        look(watch, 4);
        assertThat(watch.seen("here", clock.instant(), List.of()).value()).isEqualTo(3);
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
        assertThat(meters.get("firstcome.alert").tag("subject", "pg-1").gauge().value())
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

    @Test
    void isClearedWhenItsMeterIsGone() {
        Watch watch = watch(false);
        look(watch, 5);
        look(watch, 5);
        watch.beingTold(clock.instant());
        assertThat(watch.isOver()).as("while it is raised").isFalse();

        assertThat(watch.lookAtNothing(clock.instant())).isFalse();
        clock.goOn(Duration.ofSeconds(1));
        assertThat(watch.lookAtNothing(clock.instant())).isTrue();
        assertThat(watch.raised()).isFalse();
        assertThat(watch.isOver()).as("its end must be told").isFalse();
        watch.beingTold(clock.instant());
        assertThat(watch.isOver()).isTrue();
    }

    @Test
    void itsFirstWitnessesAreToldABoundedNumber() {
        Witnesses witnesses = new Witnesses();
        for (int i = 0; i < 30; i++) {
            witnesses.note("a.sign", "one", "the " + i);
        }
        witnesses.note("a.sign", "other", "x".repeat(1_000));

        assertThat(witnesses.of("a.sign", "one")).hasSize(Witnesses.OF_ONE_MAX).startsWith("the 0");
        assertThat(witnesses.of("a.sign", "other").getFirst()).hasSizeLessThan(1_000);
        witnesses.forget("a.sign", "one");
        assertThat(witnesses.of("a.sign", "one")).isEmpty();
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
