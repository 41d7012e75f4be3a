package dev.firstcome.contracts.payment;

import dev.firstcome.contracts.EventType;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A payment was requested, or its state changed. The event has the payment's whole state. All amounts are in the
 * currency's minor unit. Consumers apply newer versions and ignore older ones.
 *
 * @param version 1 for the new payment
 * @param reason the reason why the payment was not charged; null if it was charged or is not final
 * @param couponId null if the payment has no coupon
 * @param amount the sum of the items
 * @param discount the discount of the coupon, at most the amount
 * @param total the charged amount: amount less discount
 * @param refunds in the order of their requests
 */
@EventType("payment.changed.v1")
public record PaymentChanged(
        UUID paymentId,
        UUID userId,
        long version,
        PaymentState state,
        @Nullable PaymentReason reason,
        List<Item> items,
        @Nullable UUID couponId,
        String currency,
        long amount,
        long discount,
        long total,
        List<Refund> refunds,
        Instant changedAt) {
    /** A quantity of one product, and the price of one unit. */
    public record Item(UUID productId, int quantity, long unitPrice) {}

    /** A refund in progress or at its end. */
    public record Refund(UUID refundId, RefundState state, long amount) {}

    public PaymentChanged {
        items = List.copyOf(items);
        refunds = List.copyOf(refunds);
    }
}
