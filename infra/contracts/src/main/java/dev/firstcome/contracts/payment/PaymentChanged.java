package dev.firstcome.contracts.payment;

import dev.firstcome.contracts.EventType;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A payment was taken in or has changed: its whole state since then. All amounts are in the currency's minor unit.
 *
 * @param version 1 for the payment as it was taken in; what is newer than a reader knows counts, what is older does not
 * @param reason why it was not charged; null: it was, or that is not known yet
 * @param couponId null: without a coupon
 * @param amount what the items cost
 * @param discount what the coupon takes off, at most the amount
 * @param total what is charged: amount less discount
 * @param refunds in the order in which they were asked for
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
    /** So many of a product, each at this price. */
    public record Item(UUID productId, int quantity, long unitPrice) {}

    /** Money on its way back, or back. */
    public record Refund(UUID refundId, RefundState state, long amount) {}

    public PaymentChanged {
        items = List.copyOf(items);
        refunds = List.copyOf(refunds);
    }
}
