package dev.firstcome.payment.checkout;

import dev.firstcome.payment.idempotency.IdempotencyKeys.Answer;
import dev.firstcome.payment.payment.Payment;
import java.util.UUID;

/** How answers look that are kept and given again. */
public interface CheckoutTexts {
    /** What is told of a payment that was taken in. */
    Answer accepted(UUID paymentId, Payment.Price price);

    Answer refused(CheckoutRefusal refusal);
}
