package dev.firstcome.payment.refund;

import dev.firstcome.contracts.payment.RefundState;
import java.time.Instant;
import java.util.UUID;

/**
 * A stored refund.
 *
 * @param amount in the minor unit of the payment's currency
 * @param step number of states so far, including the current one
 * @param attempt number of attempts at the provider; writes with an older number are rejected
 * @param keyNumber number of the idempotency key under which the provider is called
 * @param unresolvedCall whether a call under the current key may still be in progress at the provider
 * @param version number of changes of the stored row
 */
public record Refund(
        UUID id,
        UUID paymentId,
        RefundState state,
        long amount,
        int step,
        int attempt,
        int keyNumber,
        boolean unresolvedCall,
        Instant createdAt,
        Instant changedAt,
        long version) {}
