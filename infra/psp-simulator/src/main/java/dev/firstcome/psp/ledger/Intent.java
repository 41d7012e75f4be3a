package dev.firstcome.psp.ledger;

import org.jspecify.annotations.Nullable;

/**
 * A payment intent: one order, captured at most once.
 *
 * @param created epoch seconds, never less than those of the previous intent
 * @param faults the card faults that have already occurred
 */
public record Intent(
        String id,
        long created,
        PaymentOrder order,
        @Nullable String method,
        IntentState state,
        FaultProgress faults) implements ListItem {

    /**
     * Tracks one-time faults: they affect only the first confirm or refund.
     *
     * @param confirmed the fault of the first confirm has occurred
     * @param refunded the fault of the first refund has occurred
     * @param deferredEvent an event that is sent after a later one
     */
    public record FaultProgress(
            boolean confirmed, boolean refunded, @Nullable Event deferredEvent) {
        public static final FaultProgress NONE = new FaultProgress(false, false, null);
    }

    public Intent withState(IntentState next) {
        return new Intent(id, created, order, method, next, faults);
    }

    /** Replaces the card. The faults of the new card have not occurred yet. */
    public Intent withMethod(@Nullable String other) {
        return other != null && other.equals(method)
                ? this
                : new Intent(id, created, order, other, state, new FaultProgress(false, false, faults.deferredEvent()));
    }

    /** Removes the card, as after a decline. The fault progress stays. */
    public Intent withoutMethod() {
        return new Intent(id, created, order, null, state, faults);
    }

    public Intent withFaultProgress(FaultProgress progress) {
        return new Intent(id, created, order, method, state, progress);
    }
}
