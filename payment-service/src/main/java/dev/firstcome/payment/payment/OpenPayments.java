package dev.firstcome.payment.payment;

import dev.firstcome.contracts.payment.PaymentState;
import dev.firstcome.payment.money.Money;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Port that lists the payments without a final state, over all shards. */
public interface OpenPayments {
    /**
     * A payment without a final state.
     *
     * @param since time of the last state change
     * @param attempt number of attempts at the provider
     * @param dueAt time of the next processing
     */
    record OpenPayment(
            UUID paymentId,
            UUID userId,
            PaymentState state,
            Money total,
            Instant since,
            int attempt,
            Instant dueAt,
            @Nullable String intentId) {}

    /** Sort key of the last payment of a page. */
    record PageCursor(Instant since, UUID paymentId) {}

    /**
     * Lists payments in the state, oldest state change first.
     *
     * @param state a state that is not final
     * @param after cursor of the previous page; null for the first page
     */
    List<OpenPayment> page(PaymentState state, @Nullable PageCursor after, int limit);
}
