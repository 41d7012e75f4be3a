package dev.firstcome.payment.reconciliation;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A difference between the provider and the local state of a charge. A charge has at most one difference of each type.
 * A difference stays open until a later run checks the charge and no longer finds it.
 *
 * @param runId the last run that found it
 */
public record Difference(
        UUID id,
        State state,
        Observation observation,
        UUID runId,
        Instant foundAt,
        Instant seenAt,
        @Nullable Instant resolvedAt) {
    /** Kind of difference. */
    public enum Type {
        /** The provider has a charge that no local payment has. */
        MISSING_HERE,
        /** A local payment is captured, but the provider has not charged it. */
        MISSING_THERE,
        /** The charged or refunded amounts, or the ledger balance, differ. */
        AMOUNT,
        /** One side has a final state, and the other has not. */
        STATE
    }

    /** State of the difference. */
    public enum State {
        OPEN,
        RESOLVED
    }

    /**
     * The two states that were compared.
     *
     * @param paymentId the payment of the charge according to either side; it may not exist
     * @param local local state, as text for operators
     * @param remote state at the provider, as text for operators
     */
    public record Observation(
            Type type, @Nullable String intentId, @Nullable UUID paymentId, String local, String remote) {
        /** Identifies the difference together with its type. */
        public String subject() {
            return intentId == null ? String.valueOf(paymentId) : intentId;
        }
    }
}
