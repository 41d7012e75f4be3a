package dev.firstcome.payment.reconciliation;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something that stands otherwise at the provider than here. There is one of each type for a charge; it is open until a later
 * run looks at it and finds it no more.
 *
 * @param runId the run that saw it last
 */
public record Difference(
        UUID id,
        State state,
        Seen seen,
        UUID runId,
        Instant foundAt,
        Instant seenAt,
        @Nullable Instant resolvedAt) {
    /** What differs. */
    public enum Type {
        /** The provider has charged what no payment here says was charged. */
        MISSING_HERE,
        /** A payment says that it was charged, and the provider has not charged it. */
        MISSING_THERE,
        /** Other amounts were charged or given back, or the ledger says otherwise. */
        AMOUNT,
        /** One side has come to an end, and the other has not. */
        STATE
    }

    /** Whether it is still so. */
    public enum State {
        OPEN,
        RESOLVED
    }

    /**
     * What a look at both sides found.
     *
     * @param paymentId which payment the charge is of, as either side says; there need not be such a payment
     * @param here how it stands here, for people
     * @param there how it stands at the provider, for people
     */
    public record Seen(
            Type type, @Nullable String intentId, @Nullable UUID paymentId, String here, String there) {
        /** What it is known by, with its type. */
        public String subject() {
            return intentId == null ? String.valueOf(paymentId) : intentId;
        }
    }
}
