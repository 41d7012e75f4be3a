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
    record Refunded(UUID id, RefundState state, long amount, Instant createdAt) {}

    /** All refunds of a payment, in the order in which they were asked for. */
    List<Refunded> of(UUID paymentId);

    /** The same of several payments of one shard; those without a refund are missing. */
    Map<UUID, List<Refunded>> ofAll(String shard, Collection<UUID> paymentIds);
}
