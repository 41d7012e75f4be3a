package dev.firstcome.payment.checkout;

import dev.firstcome.payment.idempotency.IdempotencyKeys.Answer;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What became of a call of the checkout. */
public sealed interface CheckoutOutcome {
    /** @param replayed whether an earlier call under the key was answered so */
    record Answered(Answer answer, boolean replayed) implements CheckoutOutcome {}

    /** Another call under this key works on this payment. */
    record Busy(UUID paymentId) implements CheckoutOutcome {}

    /** The key was used for another order. */
    record Mismatch() implements CheckoutOutcome {}

    /** The user has just bought the same under another key; the key is free. */
    record DuplicateSuspected(UUID paymentId) implements CheckoutOutcome {}

    /** Payments are closed. */
    record Closed(String reason, @Nullable Instant until) implements CheckoutOutcome {}

    /** Charges cannot be made now. */
    record ProviderDown(Duration retryAfter) implements CheckoutOutcome {}

    /** What prices it does not answer. */
    record ShopDown() implements CheckoutOutcome {}
}
