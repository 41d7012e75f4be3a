package dev.firstcome.psp.ledger;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** All that one call changes: it is in the journal as a whole or not at all. */
public record Change(
        @Nullable Intent intent,
        @Nullable Refund refund,
        @Nullable LedgerEntry entry,
        List<Event> events,
        @Nullable KeptAnswer kept,
        @Nullable Settled settled) {

    /**
     * An event that need not be sent any more.
     *
     * @param delivered false: it was given up
     */
    public record Settled(String event, boolean delivered) {}

    public Change {
        events = List.copyOf(events);
    }

    public static Change settled(String event, boolean delivered) {
        return new Change(null, null, null, List.of(), null, new Settled(event, delivered));
    }

    public Change keeping(KeptAnswer answer) {
        return new Change(intent, refund, entry, events, answer, settled);
    }
}
