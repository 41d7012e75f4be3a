package dev.firstcome.payment.refund;

import dev.firstcome.payment.idempotency.IdempotencyKeys.RecordedResponse;
import dev.firstcome.payment.money.Money;
import java.util.UUID;

/** Port that creates the responses of refund requests to record and replay. */
public interface RefundResponses {
    RecordedResponse accepted(UUID paymentId, UUID refundId, Money amount);

    /** @param remainder the amount that can still be refunded */
    RecordedResponse notRefundable(Money remainder);

    /** @param max maximum number of refunds of a payment */
    RecordedResponse limitReached(int max);
}
