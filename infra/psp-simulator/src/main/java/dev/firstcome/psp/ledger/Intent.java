package dev.firstcome.psp.ledger;

import org.jspecify.annotations.Nullable;

/**
 * A payment intent: one order, captured at most once.
 *
 * @param created seconds of the epoch, never less than that of the intent before
 * @param faults what has become of the faults that the card asks for
 */
public record Intent(
        String id, long created, Order order, @Nullable String method, IntentState state, Faults faults)
        implements Listed {

    /**
     * Faults happen once: the first confirm or refund meets them, the next does not.
     *
     * @param confirmed the first confirm has met its fault
     * @param refunded the first refund has met its fault
     * @param held an event that waits to be sent after a later one
     */
    public record Faults(
            boolean confirmed, boolean refunded, @Nullable Event held) {
        public static final Faults NONE = new Faults(false, false, null);
    }

    public Intent in(IntentState next) {
        return new Intent(id, created, order, method, next, faults);
    }

    /** With another card, which has its own faults to come. */
    public Intent payingBy(@Nullable String other) {
        return other != null && other.equals(method)
                ? this
                : new Intent(id, created, order, other, state, new Faults(false, false, faults.held()));
    }

    /** With the card taken away from it, as after a decline; the faults met stay met. */
    public Intent withoutMethod() {
        return new Intent(id, created, order, null, state, faults);
    }

    public Intent met(Faults changed) {
        return new Intent(id, created, order, method, state, changed);
    }
}
