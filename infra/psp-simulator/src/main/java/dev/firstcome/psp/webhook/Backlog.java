package dev.firstcome.psp.webhook;

import dev.firstcome.psp.ledger.Change;
import dev.firstcome.psp.ledger.Event;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The events that the journal leaves unsent, and how many it has seen sent. */
public final class Backlog {
    private final Map<String, Event> waiting = new LinkedHashMap<>();
    private long delivered;
    private long dropped;

    public void apply(Change change) {
        for (Event event : change.events()) {
            waiting.put(event.id(), event);
        }
        Change.Settled settled = change.settled();
        if (settled != null && waiting.remove(settled.event()) != null) {
            delivered += settled.delivered() ? 1 : 0;
            dropped += settled.delivered() ? 0 : 1;
        }
    }

    List<Event> waiting() {
        return List.copyOf(waiting.values());
    }

    long delivered() {
        return delivered;
    }

    long dropped() {
        return dropped;
    }
}
