package dev.firstcome.payment.payment;

import dev.firstcome.contracts.payment.PaymentState;
import dev.firstcome.payment.money.Money;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Payments of all shards that have not ended, to be looked at. */
public interface OpenPayments {
    /**
     * A payment in the state that was asked for.
     *
     * @param since when it has been in it
     * @param attempt how often the provider was asked
     * @param dueAt when it is gone on with
     */
    record Waiting(
            UUID paymentId,
            UUID userId,
            PaymentState state,
            Money total,
            Instant since,
            int attempt,
            Instant dueAt,
            @Nullable String intentId) {}

    /** Where a page ended. */
    record Place(Instant since, UUID paymentId) {}

    /**
     * Those first that have been in the state longest.
     *
     * @param state one that is not final
     * @param after where the page before ended; null: the first
     */
    List<Waiting> page(PaymentState state, @Nullable Place after, int limit);
}
