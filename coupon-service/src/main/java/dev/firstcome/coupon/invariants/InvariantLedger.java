package dev.firstcome.coupon.invariants;

import dev.firstcome.platform.alerts.AlertSamples;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * The status of each invariant since the start of the process. It reports breaches to alerts, meters, log and
 * listeners. Thread-safe.
 */
@Component
public final class InvariantLedger {
    public static final String ALERT = "coupon.invariant";
    public static final String METER = "firstcome.coupon.invariant.breaches";
    private static final Logger log = LoggerFactory.getLogger(InvariantLedger.class);

    private final Clock clock;
    private final AlertSamples alertSamples;
    private final List<BreachListener> listeners;
    private final Map<LiveInvariant, Entry> entries = new EnumMap<>(LiveInvariant.class);

    /** Receives each breach. It must not block. */
    @FunctionalInterface
    public interface BreachListener {
        void onBreach(InvariantBreach breach);
    }

    private static final class Entry {
        private final Instant since;
        private final Counter breaches;
        private long checked;
        private long notChecked;
        private @Nullable InvariantBreach first;

        Entry(Instant since, Counter breaches) {
            this.since = since;
            this.breaches = breaches;
        }
    }

    public InvariantLedger(
            Clock clock, MeterRegistry meters, AlertSamples alertSamples, List<BreachListener> listeners) {
        this.clock = clock;
        this.alertSamples = alertSamples;
        this.listeners = List.copyOf(listeners);
        for (LiveInvariant invariant : LiveInvariant.values()) {
            Counter breaches = meters.counter(METER, "invariant", invariant.name());
            entries.put(invariant, new Entry(clock.instant(), breaches));
        }
    }

    public synchronized void checked(LiveInvariant invariant, long items) {
        entry(invariant).checked += items;
    }

    public synchronized void notChecked(LiveInvariant invariant, long items) {
        entry(invariant).notChecked += items;
    }

    /** Reports a breach by a campaign. The first breach of each invariant is kept. */
    public void reportBreach(LiveInvariant invariant, UUID campaignId, List<String> samples) {
        InvariantBreach breach = new InvariantBreach(invariant, campaignId, clock.instant(), samples);
        synchronized (this) {
            Entry entry = entry(invariant);
            if (entry.first == null) {
                entry.first = breach;
            }
            samples.forEach(
                    sample -> alertSamples.add(ALERT, invariant.name(), "campaign " + campaignId + ": " + sample));
            entry.breaches.increment();
        }
        log.error("campaign {} violates invariant {}: {}", campaignId, invariant, breach.samples());
        listeners.forEach(listener -> listener.onBreach(breach));
    }

    public synchronized List<InvariantState> states() {
        return entries.entrySet().stream()
                .map(known -> state(known.getKey(), known.getValue()))
                .toList();
    }

    private static InvariantState state(LiveInvariant invariant, Entry entry) {
        return new InvariantState(invariant, entry.since, entry.checked, entry.notChecked, entry.first);
    }

    private Entry entry(LiveInvariant invariant) {
        Entry entry = entries.get(invariant);
        if (entry == null) {
            throw new IllegalStateException("no ledger entry for invariant " + invariant);
        }
        return entry;
    }
}
