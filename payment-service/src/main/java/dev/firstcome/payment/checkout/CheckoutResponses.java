package dev.firstcome.payment.checkout;

import dev.firstcome.payment.idempotency.IdempotencyKeys.RecordedResponse;
import dev.firstcome.payment.payment.Payment;
import java.util.UUID;

/** Port that creates the checkout's responses to record and replay. */
public interface CheckoutResponses {
    RecordedResponse accepted(UUID paymentId, Payment.Price price);

    RecordedResponse refused(CheckoutRefusal refusal);
}
