package dev.firstcome.platform.alerts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firstcome.contracts.Topics;
import dev.firstcome.contracts.platform.AlertRaised;
import dev.firstcome.platform.alerts.AlertRule.Thresholds;
import dev.firstcome.platform.audit.AuditTrail;
import dev.firstcome.platform.events.EventCodec;
import dev.firstcome.platform.publisher.MockKafka;
import dev.firstcome.platform.publisher.PlatformPublisher;
import dev.firstcome.platform.testing.TestClock;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;

/**
 * Each step advances the clock by a second before it evaluates. The evaluator's own thread may evaluate in between; then
 * no time has passed, so it changes no state.
 */
class AlertEvaluatorTests {
    private static final AlertRule ERRORS = AlertRule.ofRate(
            "test.errors",
            "calls",
            "outcome",
            "errors/s",
            Thresholds.anyOccurrence().clearedAfter(Duration.ofSeconds(1)));
    private static final AlertRule WAITS =
            AlertRule.ofValue("test.waits", "waiting", "pool", "callers", Thresholds.of(5, 0));

    private final TestClock clock = new TestClock();
    private final EventCodec codec = new EventCodec();
    private final MockKafka kafka = new MockKafka();
    private final PlatformPublisher publisher = kafka.publisher(clock);
    private final AuditTrail trail = new AuditTrail("a-service", publisher, codec, clock);
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final AlertSamples samples = new AlertSamples();
    private final AlertEvaluator evaluator = evaluator(ERRORS, WAITS);
    private final List<String> raised = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        evaluator.close();
        trail.close();
    }

    @Test
    void aRaisedAlertIsPublishedWithItsSamplesAndReportedToListeners() {
        evaluator.addListener(alert -> raised.add(alert.alert() + " of " + alert.subject()));
        samples.add("test.errors", "lost", "the first error");
        Counter errors = meters.counter("calls", "outcome", "lost");
        evaluateAfterASecond();
        errors.increment();
        evaluateAfterASecond();

        assertThat(raised).containsExactly("test.errors of lost");
        AlertRaised alert = alerts().getFirst();
        assertThat(alert.raised()).isTrue();
        assertThat(alert.source()).isEqualTo(trail.writer());
        assertThat(alert.samples()).containsExactly("the first error");
        assertThat(gauge("test.errors", "lost")).isEqualTo(1);
    }

    @Test
    void aClearedAlertIsPublishedAndItsSamplesAreRemoved() {
        Counter errors = meters.counter("calls", "outcome", "lost");
        evaluateAfterASecond();
        errors.increment();
        evaluateAfterASecond();
        samples.add("test.errors", "lost", "an error");

        evaluateAfterASecond();
        evaluateAfterASecond();

        assertThat(alerts().getLast().raised()).isFalse();
        assertThat(gauge("test.errors", "lost")).isZero();
        assertThat(samples.of("test.errors", "lost")).isEmpty();
    }

    @Test
    void anAlertNeedsItsDuration() {
        AtomicInteger waiting = new AtomicInteger();
        Gauge.builder("waiting", waiting, AtomicInteger::get)
                .tag("pool", "pg-1")
                .register(meters);
        waiting.set(9);
        evaluateAfterASecond();
        waiting.set(0);
        evaluateAfterASecond();
        evaluateAfterASecond();
        assertThat(alerts()).as("after a short peak").isEmpty();

        waiting.set(9);
        evaluateAfterASecond();
        evaluateAfterASecond();
        evaluateAfterASecond();
        assertThat(alerts()).isNotEmpty().allMatch(AlertRaised::raised);
    }

    @Test
    void aFailedPublicationIsRetried() {
        kafka.setUnavailable(true);
        Counter errors = meters.counter("calls", "outcome", "lost");
        evaluateAfterASecond();
        errors.increment();
        evaluateAfterASecond();
        assertThat(alerts()).isEmpty();

        kafka.setUnavailable(false);
        evaluateAfterASecond();

        assertThat(alerts()).isNotEmpty();
    }

    @Test
    void theAlertOfARemovedMeterIsCleared() {
        Counter errors = meters.counter("calls", "outcome", "lost");
        evaluateAfterASecond();
        errors.increment();
        evaluateAfterASecond();

        meters.remove(errors);
        for (int second = 0; second < 4; second++) {
            evaluateAfterASecond();
        }

        assertThat(alerts().getLast().raised()).isFalse();
        assertThat(meters.find("firstcome.alert").tag("subject", "lost").gauge())
                .isNull();
    }

    @Test
    void contradictingRulesStopTheStart() {
        assertThatThrownBy(() -> evaluator(ERRORS, ERRORS.forSubjects("lost")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("test.errors");
    }

    private AlertEvaluator evaluator(AlertRule... rules) {
        DefaultListableBeanFactory beans = new DefaultListableBeanFactory();
        for (int number = 0; number < rules.length; number++) {
            beans.registerSingleton("rule" + number, rules[number]);
        }
        return new AlertEvaluator(trail, meters, publisher, clock, samples, beans.getBeanProvider(AlertRule.class));
    }

    private void evaluateAfterASecond() {
        clock.advance(Duration.ofSeconds(1));
        evaluator.evaluate();
    }

    private double gauge(String alert, String subject) {
        return meters.get("firstcome.alert")
                .tag("alert", alert)
                .tag("subject", subject)
                .gauge()
                .value();
    }

    private List<AlertRaised> alerts() {
        List<AlertRaised> alerts = new ArrayList<>();
        kafka.records().stream()
                .filter(message -> message.topic().equals(Topics.PLATFORM_ALERTS))
                .forEach(message -> alerts.add(codec.read(AlertRaised.class, message.value())));
        return alerts;
    }
}
