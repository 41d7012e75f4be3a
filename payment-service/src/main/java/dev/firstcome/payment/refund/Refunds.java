package dev.firstcome.payment.refund;

import dev.firstcome.contracts.payment.RefundState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Refunds beside their payments. What changes one must run in a transaction of the payment's shard. */
public interface Refunds {
    /**
     * What is done to a refund under its payment's lock.
     *
     * @param state to which it goes; null: it stays
     * @param dueIn after which time it is gone on with, unless it ends
     * @param asks whether this begins a turn of asking the provider
     */
    record RefundMove(@Nullable RefundState state, Duration dueIn, boolean asks, Key key) {}

    /** Under which key the provider is asked next. */
    enum Key {
        /** The same: it is or was asked under it, and it is not known that this is over. */
        UNHEARD,

        /** The same: no call under it is under way. */
        HEARD,

        /** Another. */
        FRESH;

        static Key same(boolean unheard) {
            return unheard ? UNHEARD : HEARD;
        }
    }

    /** Adds a refund to what goes back of its payment, which must be locked. */
    void add(UUID refundId, UUID paymentId, long amount, Duration dueIn, Instant at);

    Optional<Refund> find(UUID paymentId, UUID refundId);

    /** How many refunds of the payment, which must be locked, there are in whatever state. */
    int count(UUID paymentId);

    Refund move(Refund seen, RefundMove move, Instant at);

    /** What failed is not on its way back any more. */
    void giveUp(Refund failed);

    /** Raises the version of the payment, which must be locked, for an event that tells of its refunds. */
    void raiseVersion(UUID paymentId);

    /** Refunds of the shard that are to be gone on with, those first that have waited longest. */
    List<Refund> due(String shard, int limit);
}
