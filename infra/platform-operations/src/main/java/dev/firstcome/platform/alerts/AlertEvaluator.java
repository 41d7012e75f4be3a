package dev.firstcome.platform.alerts;

import dev.firstcome.contracts.Topics;
import dev.firstcome.contracts.platform.AlertRaised;
import dev.firstcome.platform.audit.AuditTrail;
import dev.firstcome.platform.publisher.PlatformPublisher;
import dev.firstcome.platform.scheduling.RepeatingTask;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;

/**
 * Evaluates all alert rules against the meters of this process, once a second. A raised or cleared alert is logged,
 * published to {@code platform.alerts}, and shown by the gauge {@code firstcome.alert}. A raised alert is published every ten
 * seconds; a failed publication is retried after one second.
 */
public final class AlertEvaluator implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(AlertEvaluator.class);
    private static final Duration EVALUATION_INTERVAL = Duration.ofSeconds(1);
    private static final Duration PUBLICATION_INTERVAL = Duration.ofSeconds(10);
    private static final int STATES_MAX = 1_000;

    private final String source;
    private final MeterRegistry meters;
    private final PlatformPublisher publisher;
    private final Clock clock;
    private final AlertSamples samples;
    private final List<AlertRule> rules;
    private final List<AlertListener> listeners = new CopyOnWriteArrayList<>();
    private final Map<Key, Entry> states = new HashMap<>();
    private Instant lastEvaluation;
    private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("alerts").daemon().factory());

    private record Key(String alert, String subject) {}

    private record Entry(AlertState state, Meter gauge) {}

    /**
     * @param trail names this process in published alerts
     * @param samples published with the alerts
     * @param rules all beans of this type
     * @throws IllegalStateException if two rules have the same name and a subject in common
     */
    AlertEvaluator(
            AuditTrail trail,
            MeterRegistry meters,
            PlatformPublisher publisher,
            Clock clock,
            AlertSamples samples,
            ObjectProvider<AlertRule> rules) {
        this.source = trail.writer();
        this.meters = meters;
        this.publisher = publisher;
        this.clock = clock;
        this.samples = samples;
        this.rules = requireDisjoint(rules.orderedStream().toList());
        this.lastEvaluation = clock.instant();
        RepeatingTask.schedule(EVALUATION_INTERVAL, executor, "evaluation of alerts", this::evaluate);
    }

    static List<AlertRule> requireDisjoint(List<AlertRule> rules) {
        for (int i = 0; i < rules.size(); i++) {
            for (AlertRule other : rules.subList(i + 1, rules.size())) {
                if (rules.get(i).overlaps(other)) {
                    throw new IllegalStateException("Two rules of the alert %s apply to the same subject: %s and %s"
                            .formatted(other.name(), rules.get(i), other));
                }
            }
        }
        return List.copyOf(rules);
    }

    /** Notifies the listener of every alert that is raised from now on. */
    public void addListener(AlertListener listener) {
        listeners.add(listener);
    }

    /** Runs on the evaluation thread. A test calls it directly. */
    synchronized void evaluate() {
        Instant now = clock.instant();
        Set<Key> measured = new HashSet<>();
        for (AlertRule rule : rules) {
            rule.measure(meters).forEach((subject, value) -> {
                Key key = new Key(rule.name(), subject);
                measured.add(key);
                Entry entry = states.get(key);
                if (entry == null && states.size() < STATES_MAX) {
                    AlertState state = new AlertState(rule, subject, lastEvaluation);
                    entry = new Entry(state, state.registerGauge(meters));
                    states.put(key, entry);
                }
                if (entry != null) {
                    handle(entry.state(), entry.state().update(value, now), now);
                }
            });
        }
        updateWithoutMeter(measured, now);
        lastEvaluation = now;
    }

    /** Subjects whose meter was removed, such as an ended campaign: their alerts are cleared and then removed. */
    private void updateWithoutMeter(Set<Key> measured, Instant now) {
        states.entrySet().removeIf(entry -> {
            if (measured.contains(entry.getKey())) {
                return false;
            }
            AlertState state = entry.getValue().state();
            if (state.isFinished()) {
                meters.remove(entry.getValue().gauge());
                return true;
            }
            handle(state, state.updateWithoutMeter(now), now);
            return false;
        });
    }

    private void handle(AlertState state, boolean changed, Instant now) {
        if (!changed && !state.isPublicationDue(now, PUBLICATION_INTERVAL)) {
            return;
        }
        AlertRaised event = state.toEvent(source, now, samples.of(state.name(), state.subject()));
        if (changed) {
            notifyOfChange(state, event);
        }
        if (state.isPublicationDue(now, PUBLICATION_INTERVAL)) {
            state.publicationStarted(now);
            publisher
                    .send(Topics.PLATFORM_ALERTS, state.name(), UUID.randomUUID(), event)
                    .whenComplete((done, failure) -> state.publicationCompleted(failure == null));
        }
    }

    private void notifyOfChange(AlertState state, AlertRaised event) {
        log.warn(
                "alert {} of {}: {} {}",
                state.name(),
                state.subject(),
                state.isRaised() ? "raised" : "cleared",
                event.samples());
        if (state.isRaised()) {
            listeners.forEach(listener -> listener.onRaised(event));
        } else {
            samples.remove(state.name(), state.subject());
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
