package dev.firstcome.platform.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.contracts.platform.AlertRaised;
import dev.firstcome.platform.alerts.AlertRule.Thresholds;
import dev.firstcome.platform.testing.TestClock;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class AlertStateTests {
    private static final Duration INTERVAL = Duration.ofSeconds(10);
    private static final Thresholds THRESHOLDS = new Thresholds(2, 0, Duration.ofSeconds(1), Duration.ofSeconds(1));

    private final TestClock clock = new TestClock();
    private final AlertState value = new AlertState(
            AlertRule.ofValue("an.alert", "a.meter", "shard", "things", THRESHOLDS), "pg-1", clock.instant());
    private final AlertState rate = new AlertState(
            AlertRule.ofRate("an.alert", "a.meter", "shard", "things/s", THRESHOLDS), "pg-1", clock.instant());

    @Test
    void comparesTheIncreasePerSecondOfACounter() {
        update(rate, 1);
        assertThat(event(rate).value()).as("since the start of the process").isEqualTo(1);

        update(rate, 4);
        assertThat(event(rate).value()).isEqualTo(3);
    }

    @Test
    void isPublishedWhenItChangesAndRepeatedlyWhileRaised() {
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        value.registerGauge(meters);
        update(value, 5);
        assertThat(isDue(value)).isFalse();

        update(value, 5);
        assertThat(value.isRaised()).isTrue();
        assertThat(meters.get("firstcome.alert").tag("subject", "pg-1").gauge().value())
                .isEqualTo(1);
        assertThat(isDue(value)).isTrue();

        value.publicationStarted(clock.instant());
        value.publicationCompleted(true);
        assertThat(isDue(value)).isFalse();
        clock.advance(INTERVAL);
        assertThat(isDue(value)).as("still raised").isTrue();
    }

    @Test
    void isPublishedRepeatedlyAfterAFailure() {
        raise(value);
        value.publicationStarted(clock.instant());
        assertThat(isDue(value)).as("in progress").isFalse();

        value.publicationCompleted(false);
        assertThat(isDue(value)).isTrue();
    }

    @Test
    void isClearedAfterItsMeterWasRemoved() {
        raise(value);
        value.publicationStarted(clock.instant());
        assertThat(value.isFinished()).as("while raised").isFalse();

        assertThat(value.updateWithoutMeter(clock.instant())).isFalse();
        clock.advance(Duration.ofSeconds(1));
        assertThat(value.updateWithoutMeter(clock.instant())).isTrue();
        assertThat(value.isRaised()).isFalse();
        assertThat(value.isFinished()).as("its end is not published yet").isFalse();
        value.publicationStarted(clock.instant());
        assertThat(value.isFinished()).isTrue();
    }

    @Test
    void itsEventContainsTheRuleAndTheSamples() {
        raise(value);

        AlertRaised event = value.toEvent("a-service/1", clock.instant(), List.of("a sample"));
        assertThat(event.alert()).isEqualTo("an.alert");
        assertThat(event.subject()).isEqualTo("pg-1");
        assertThat(event.source()).isEqualTo("a-service/1");
        assertThat(event.raised()).isTrue();
        assertThat(event.value()).isEqualTo(5);
        assertThat(event.raiseAt()).isEqualTo(2);
        assertThat(event.unit()).isEqualTo("things");
        assertThat(event.since()).isEqualTo(clock.instant());
        assertThat(event.samples()).containsExactly("a sample");
    }

    private void raise(AlertState state) {
        update(state, 5);
        update(state, 5);
    }

    private void update(AlertState state, double measured) {
        clock.advance(Duration.ofSeconds(1));
        state.update(measured, clock.instant());
    }

    private boolean isDue(AlertState state) {
        return state.isPublicationDue(clock.instant(), INTERVAL);
    }

    private AlertRaised event(AlertState state) {
        return state.toEvent("here", clock.instant(), List.of());
    }
}
