package dev.firstcome.payment.payment;

import dev.firstcome.contracts.payment.RefundState;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Port that reads the refunds of payments. */
public interface PaymentRefunds {
    /** The current state of a refund; the amount is in the minor unit of the payment's currency. */
    record RefundSummary(UUID id, RefundState state, long amount, Instant createdAt, Instant changedAt) {}

    /** Returns all refunds of a payment, oldest first. */
    List<RefundSummary> ofPayment(UUID paymentId);

    /** Returns the refunds of these payments from one shard. Payments without refunds are omitted. */
    Map<UUID, List<RefundSummary>> ofPayments(String shard, Collection<UUID> paymentIds);
}
