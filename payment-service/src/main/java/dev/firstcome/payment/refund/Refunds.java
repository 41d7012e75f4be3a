package dev.firstcome.payment.refund;

import dev.firstcome.contracts.payment.RefundState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Port to the stored refunds; each refund is on the shard of its payment. Methods that write must run in a transaction
 * on that shard, with the payment locked.
 */
public interface Refunds {
    /**
     * A change of a refund.
     *
     * @param state the new state; null keeps the state
     * @param dueIn delay until the refund is due for processing; ignored for a final state
     * @param startsAttempt whether this starts an attempt at the provider
     * @param key the idempotency key of the next call
     */
    record RefundTransition(@Nullable RefundState state, Duration dueIn, boolean startsAttempt, ProviderKey key) {}

    /** The idempotency key of the next provider call. */
    enum ProviderKey {
        /** The current key; a call under it may still be in progress. */
        KEEP_UNRESOLVED,

        /** The current key; no call under it is in progress. */
        KEEP_RESOLVED,

        /** A new key. */
        RENEW;

        static ProviderKey keep(boolean unresolvedCall) {
            return unresolvedCall ? KEEP_UNRESOLVED : KEEP_RESOLVED;
        }
    }

    void add(UUID refundId, UUID paymentId, long amount, Duration dueIn, Instant at);

    Optional<Refund> find(UUID paymentId, UUID refundId);

    /** Returns the number of refunds of the payment, in any state. */
    int count(UUID paymentId);

    /**
     * Applies a transition and returns the changed refund.
     *
     * @throws org.springframework.dao.OptimisticLockingFailureException if the refund has another version
     */
    Refund apply(Refund refund, RefundTransition transition, Instant at);

    /** Lists refunds of the shard that are due for processing, longest overdue first. */
    List<Refund> due(String shard, int limit);
}
