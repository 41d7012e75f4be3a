package dev.firstcome.psp.ledger;

import org.jspecify.annotations.Nullable;

/**
 * A webhook event.
 *
 * @param at epoch milliseconds
 * @param intent the state of the intent at that time
 * @param refund the subject of a refund event, else null
 */
public record Event(
        String id,
        String type,
        long at,
        Origin origin,
        @Nullable Intent intent,
        @Nullable Refund refund) {

    /** The request that caused the event. Both values are null if a timer caused it. */
    public record Origin(
            @Nullable String requestId, @Nullable String idempotencyKey) {}

    Event withIntent(@Nullable Intent other) {
        return new Event(id, type, at, origin, other, refund);
    }

    /** Returns the ordering key: events with the same key are sent in order. */
    public String orderingKey() {
        if (intent == null) {
            throw new IllegalStateException("event " + id + " has no intent");
        }
        return intent.id();
    }
}
