package dev.firstcome.payment.refund;

import dev.firstcome.contracts.payment.RefundState;
import java.time.Instant;
import java.util.UUID;

/**
 * Money on its way back, or back.
 *
 * @param amount in the minor unit of the payment's currency
 * @param step how many states it has been in
 * @param attempt how often the provider was asked: who comes with an older number is too late
 * @param keyNumber under which key the provider is asked
 * @param unheard whether it was asked under this key, and it is not known that this is over
 */
public record Refund(
        UUID id,
        UUID paymentId,
        RefundState state,
        long amount,
        int step,
        int attempt,
        int keyNumber,
        boolean unheard,
        Instant createdAt) {}
