package dev.firstcome.coupon.watching;

import dev.firstcome.platform.signs.Witnesses;
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

/** What is known of each invariant since the process began, and where its breaches are told. May be called from any thread. */
@Component
public final class InvariantLedger {
    static final String SIGN = "coupon.invariant";
    static final String METER = "firstcome.coupon.invariant.breaches";
    private static final Logger log = LoggerFactory.getLogger(InvariantLedger.class);

    private final Clock clock;
    private final Witnesses witnesses;
    private final List<BreachListener> listeners;
    private final Map<LiveInvariant, Entry> entries = new EnumMap<>(LiveInvariant.class);

    /** Hears of each breach; it must return at once. */
    @FunctionalInterface
    public interface BreachListener {
        void broken(Breach breach);
    }

    private static final class Entry {
        private final Instant since;
        private final Counter breaches;
        private long checked;
        private long notChecked;
        private @Nullable Breach first;

        Entry(Instant since, Counter breaches) {
            this.since = since;
            this.breaches = breaches;
        }
    }

    InvariantLedger(Clock clock, MeterRegistry meters, Witnesses witnesses, List<BreachListener> listeners) {
        this.clock = clock;
        this.witnesses = witnesses;
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

    /** Tells that a campaign breaks it; the first breach is kept. */
    public void broken(LiveInvariant invariant, UUID campaignId, List<String> seen) {
        Breach breach = new Breach(invariant, campaignId, clock.instant(), seen);
        synchronized (this) {
            Entry entry = entry(invariant);
            if (entry.first == null) {
                entry.first = breach;
            }
            seen.forEach(witness -> witnesses.note(SIGN, invariant.name(), "campaign " + campaignId + ": " + witness));
            entry.breaches.increment();
        }
        log.error("invariant {} is broken by campaign {}: {}", invariant, campaignId, breach.witnesses());
        listeners.forEach(listener -> listener.broken(breach));
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
            throw new IllegalStateException("nobody looks at " + invariant);
        }
        return entry;
    }
}
