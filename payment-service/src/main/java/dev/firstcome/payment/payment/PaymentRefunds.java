package dev.firstcome.payment.payment;

import dev.firstcome.contracts.payment.RefundState;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What goes back of payments. */
public interface PaymentRefunds {
    /** One refund as it stands, in the minor unit of its payment's currency. */
    record Refunded(UUID id, RefundState state, long amount, Instant createdAt, Instant changedAt) {}

    /** All refunds of a payment, in the order in which they were asked for. */
    List<Refunded> of(UUID paymentId);

    /** The refunds of those of these payments that have any, out of one shard. */
    Map<UUID, List<Refunded>> ofAll(String shard, Collection<UUID> paymentIds);
}
