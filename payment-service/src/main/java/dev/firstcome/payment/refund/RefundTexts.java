package dev.firstcome.payment.refund;

import dev.firstcome.payment.idempotency.IdempotencyKeys.Answer;
import dev.firstcome.payment.money.Money;
import java.util.UUID;

/** How answers look that are kept and given again. */
public interface RefundTexts {
    /** What is told of a refund that was taken in. */
    Answer accepted(UUID paymentId, UUID refundId, Money amount);

    /** @param left what could be given back */
    Answer notRefundable(Money left);

    /** @param most refunds that a payment may have */
    Answer tooMany(int most);
}
