package dev.firstcome.psp.ledger;

import org.jspecify.annotations.Nullable;

/**
 * Something that happened, as the shop hears of it.
 *
 * @param at milliseconds of the epoch
 * @param intent as it was then
 * @param refund what it is about, where that is a refund
 */
public record Event(
        String id,
        String type,
        long at,
        Origin origin,
        @Nullable Intent intent,
        @Nullable Refund refund) {

    /** The call that made it happen; both are missing where time did. */
    public record Origin(
            @Nullable String requestId, @Nullable String idempotencyKey) {}

    Event withIntent(@Nullable Intent other) {
        return new Event(id, type, at, origin, other, refund);
    }

    /** Events of one intent are sent in their order. */
    public String lane() {
        if (intent == null) {
            throw new IllegalStateException("event " + id + " is about nothing");
        }
        return intent.id();
    }
}
