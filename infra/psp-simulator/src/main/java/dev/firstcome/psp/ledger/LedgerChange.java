package dev.firstcome.psp.ledger;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** All changes of one request. They are written to the journal atomically. */
public record LedgerChange(
        @Nullable Intent intent,
        @Nullable Refund refund,
        @Nullable LedgerEntry entry,
        List<Event> events,
        @Nullable StoredResponse storedResponse,
        @Nullable EventCompletion eventCompletion) {

    /**
     * Marks an event as completed: it will not be sent again.
     *
     * @param delivered false if the event was dropped
     */
    public record EventCompletion(String event, boolean delivered) {}

    public LedgerChange {
        events = List.copyOf(events);
    }

    public static LedgerChange eventCompleted(String event, boolean delivered) {
        return new LedgerChange(null, null, null, List.of(), null, new EventCompletion(event, delivered));
    }

    public LedgerChange withStoredResponse(StoredResponse response) {
        return new LedgerChange(intent, refund, entry, events, response, eventCompletion);
    }
}
