package dev.firstcome.platform.alerts;

import dev.firstcome.contracts.platform.AlertRaised;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * The state of one alert rule for one subject: whether the alert is raised, and whether that was published. The evaluation
 * thread changes it; {@link #publicationCompleted} runs on the producer's thread.
 */
final class AlertState {
    private final AlertRule rule;
    private final String subject;
    private final Hysteresis hysteresis;
    /** A counter starts with the process, so its first value is the increase since the evaluation before. */
    private double lastCount;

    private Instant lastUpdate;
    private double value = Double.NaN;
    private volatile boolean raised;
    private volatile boolean published = true;
    private Instant publishedAt;

    /** @param previousEvaluation the time of the last evaluation without this subject */
    AlertState(AlertRule rule, String subject, Instant previousEvaluation) {
        this.rule = rule;
        this.subject = subject;
        this.hysteresis = new Hysteresis(rule.thresholds(), previousEvaluation);
        this.lastUpdate = previousEvaluation;
        this.publishedAt = previousEvaluation;
    }

    String name() {
        return rule.name();
    }

    String subject() {
        return subject;
    }

    boolean isRaised() {
        return raised;
    }

    Gauge registerGauge(MeterRegistry meters) {
        return Gauge.builder("firstcome.alert", () -> raised ? 1 : 0)
                .tag("alert", rule.name())
                .tag("subject", subject)
                .register(meters);
    }

    /** Applies the measured value and returns whether the alert was raised or cleared. */
    boolean update(double measured, Instant now) {
        value = rule.isRate() ? rate(measured, now) : measured;
        return changed(hysteresis.update(value, now));
    }

    /** Applies the absence of the meter as the value 0 and returns whether the alert was cleared. */
    boolean updateWithoutMeter(Instant now) {
        value = 0;
        return changed(raised && hysteresis.update(0, now));
    }

    private boolean changed(boolean changed) {
        if (changed) {
            raised = hysteresis.isRaised();
            published = false;
        }
        return changed;
    }

    private double rate(double count, Instant now) {
        double seconds = Duration.between(lastUpdate, now).toMillis() / 1_000.0;
        if (seconds <= 0) {
            return Double.NaN; // the next update has a rate over the whole time
        }
        double rate = (count - lastCount) / seconds;
        lastCount = count;
        lastUpdate = now;
        return rate;
    }

    /** Whether a change is not published yet, or the alert is raised and its last publication is an interval ago. */
    boolean isPublicationDue(Instant now, Duration interval) {
        return !published || raised && !now.isBefore(publishedAt.plus(interval));
    }

    /** Counts the publication as done until {@link #publicationCompleted} reports a failure. */
    void publicationStarted(Instant now) {
        published = true;
        publishedAt = now;
    }

    void publicationCompleted(boolean successful) {
        if (!successful) {
            published = false;
        }
    }

    /** Whether the alert is cleared and that was published. */
    boolean isFinished() {
        return !raised && published;
    }

    AlertRaised toEvent(String source, Instant now, List<String> samples) {
        return new AlertRaised(
                rule.name(),
                source,
                subject,
                raised,
                value,
                rule.thresholds().raiseAt(),
                rule.thresholds().clearAt(),
                rule.unit(),
                hysteresis.since(),
                now,
                samples);
    }
}
