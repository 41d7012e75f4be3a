package dev.firstcome.payment.payment.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.firstcome.contracts.payment.PaymentReason;
import dev.firstcome.contracts.payment.PaymentState;
import dev.firstcome.contracts.payment.RefundState;
import dev.firstcome.payment.money.Money;
import dev.firstcome.payment.payment.Payment;
import dev.firstcome.payment.payment.PaymentDetails;
import dev.firstcome.payment.payment.PaymentRefunds.RefundSummary;
import dev.firstcome.payment.payment.Payments;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A payment in the public API.
 *
 * @param reason why the payment was not charged
 * @param refunds absent in lists
 * @param history all states with their times; absent in lists
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record PaymentBody(
        UUID paymentId,
        PaymentState state,
        @Nullable PaymentReason reason,
        List<ItemBody> items,
        @Nullable UUID couponId,
        Money amount,
        Money discount,
        Money total,
        @Nullable List<RefundBody> refunds,
        Instant createdAt,
        @Nullable List<Payments.HistoryEntry> history) {
    /** A refund of the payment. */
    record RefundBody(UUID refundId, RefundState state, Money amount) {}

    /** A quantity of a product at a unit price. */
    record ItemBody(UUID productId, String name, int quantity, Money unitPrice) {}

    /** Maps a list item, without refunds and history. */
    static PaymentBody of(Payment payment) {
        return of(payment, null, null);
    }

    static PaymentBody of(PaymentDetails details) {
        return of(details.payment(), details.refunds(), details.history());
    }

    private static PaymentBody of(
            Payment payment, @Nullable List<RefundSummary> refunds, @Nullable List<Payments.HistoryEntry> history) {
        Payment.Terms terms = payment.terms();
        Money amount = new Money(terms.price().amount(), terms.price().currency());
        return new PaymentBody(
                payment.id(),
                payment.state(),
                payment.reason(),
                terms.items().stream()
                        .map(item -> new ItemBody(
                                item.productId(), item.name(), item.quantity(), amount.withAmount(item.unitPrice())))
                        .toList(),
                terms.couponId(),
                amount,
                amount.withAmount(terms.price().discount()),
                amount.withAmount(payment.total()),
                refunds == null
                        ? null
                        : refunds.stream()
                                .map(refund ->
                                        new RefundBody(refund.id(), refund.state(), amount.withAmount(refund.amount())))
                                .toList(),
                payment.createdAt(),
                history);
    }
}
