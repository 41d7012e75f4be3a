package dev.firstcome.platform.alerts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firstcome.platform.alerts.AlertRule.Thresholds;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AlertRuleTests {
    private static final Thresholds THRESHOLDS = Thresholds.of(1, 0);
    private static final AlertRule CALLS = AlertRule.ofRate("calls", "calls", "outcome", "calls/s", THRESHOLDS);
    private static final AlertRule LAG = AlertRule.ofValue("lag", "lag", "client", "records", THRESHOLDS);

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    @Test
    void addsUpTheCountsOfASubject() {
        meters.counter("calls", "outcome", "lost", "call", "create").increment(3);
        meters.counter("calls", "outcome", "lost", "call", "query").increment(2);
        meters.timer("calls", "outcome", "done", "call", "query").record(Duration.ofSeconds(7));

        assertThat(CALLS.measure(meters)).isEqualTo(Map.of("lost", 5.0, "done", 1.0));
    }

    @Test
    void takesTheGreatestValueOfASubject() {
        meters.gauge("lag", List.of(Tag.of("topic", "a")), 3.0);
        meters.gauge("lag", List.of(Tag.of("topic", "b")), Double.NaN);
        meters.gauge("lag", List.of(Tag.of("topic", "c")), 2.0);

        assertThat(LAG.measure(meters)).isEqualTo(Map.of("", 3.0));
    }

    @Test
    void measuresOnlyItsSubjects() {
        meters.counter("calls", "outcome", "accepted").increment(100);
        meters.counter("calls", "outcome", "replayed").increment(2);

        assertThat(CALLS.forSubjects("replayed", "busy").measure(meters)).isEqualTo(Map.of("replayed", 2.0));
    }

    @Test
    void measuresNothingWithoutTheMeter() {
        assertThat(LAG.measure(meters)).isEmpty();
    }

    /** Their alerts would be raised and cleared in turns. */
    @Test
    void twoRulesOfAnAlertMayNotHaveASubjectInCommon() {
        AlertRule busy = CALLS.forSubjects("busy", "lost");

        assertThat(AlertEvaluator.requireDisjoint(List.of(busy, CALLS.forSubjects("replayed"), LAG)))
                .hasSize(3);
        assertThatThrownBy(() -> AlertEvaluator.requireDisjoint(List.of(busy, CALLS.forSubjects("lost"))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("calls");
        assertThatThrownBy(() -> AlertEvaluator.requireDisjoint(List.of(busy, LAG, CALLS)))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void anyOccurrenceRaisesTheAlertAtOnce() {
        Thresholds thresholds = Thresholds.anyOccurrence();

        assertThat(thresholds.raiseAt()).isPositive();
        assertThat(thresholds.raiseAfter()).isZero();
        assertThat(thresholds.clearedAfter(Duration.ofSeconds(9)).clearAfter()).hasSeconds(9);
        assertThat(THRESHOLDS.raisedAfter(Duration.ofSeconds(7)).raiseAfter()).hasSeconds(7);
    }
}
