package dev.firstcome.psp.webhook;

import dev.firstcome.psp.ledger.Event;
import dev.firstcome.psp.ledger.LedgerChange;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The undelivered events in the journal, and the counts of delivered and dropped events. */
public final class PendingEvents {
    private final Map<String, Event> pending = new LinkedHashMap<>();
    private long delivered;
    private long dropped;

    public void apply(LedgerChange change) {
        for (Event event : change.events()) {
            pending.put(event.id(), event);
        }
        LedgerChange.EventCompletion completion = change.eventCompletion();
        if (completion != null && pending.remove(completion.event()) != null) {
            delivered += completion.delivered() ? 1 : 0;
            dropped += completion.delivered() ? 0 : 1;
        }
    }

    List<Event> pending() {
        return List.copyOf(pending.values());
    }

    long delivered() {
        return delivered;
    }

    long dropped() {
        return dropped;
    }
}
