package dev.firstcome.payment.checkout;

import dev.firstcome.payment.idempotency.IdempotencyKeys.RecordedResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The outcome of a checkout request. */
public sealed interface CheckoutOutcome {
    /** @param replayed whether the response was recorded for an earlier request with the key */
    record Answered(RecordedResponse response, boolean replayed) implements CheckoutOutcome {}

    /** Another request with this key is creating this payment. */
    record Busy(UUID paymentId) implements CheckoutOutcome {}

    /** The key belongs to another order. */
    record Mismatch() implements CheckoutOutcome {}

    /** The user has just ordered the same under another key. This request's key is deleted. */
    record DuplicateSuspected(UUID paymentId) implements CheckoutOutcome {}

    /** Orders are rejected by the kill switch or because the user's shard is blocked. */
    record Closed(String reason, @Nullable Instant until) implements CheckoutOutcome {}

    /** The payment provider is unavailable. */
    record ProviderDown(Duration retryAfter) implements CheckoutOutcome {}

    /** The catalog or the wallet is unavailable. */
    record ShopDown() implements CheckoutOutcome {}
}
