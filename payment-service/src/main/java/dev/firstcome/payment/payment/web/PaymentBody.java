package dev.firstcome.payment.payment.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.firstcome.contracts.payment.PaymentReason;
import dev.firstcome.contracts.payment.PaymentState;
import dev.firstcome.contracts.payment.RefundState;
import dev.firstcome.payment.money.Money;
import dev.firstcome.payment.payment.Payment;
import dev.firstcome.payment.payment.PaymentRefunds.Refunded;
import dev.firstcome.payment.payment.Payments;
import dev.firstcome.payment.payment.WholePayment;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A payment as its user sees it.
 *
 * @param reason why it was not charged
 * @param refunds missing in lists
 * @param history each state and since when; missing in lists
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
        @Nullable List<Payments.Step> history) {
    /** Money on its way back, or back. */
    record RefundBody(UUID refundId, RefundState state, Money amount) {}

    /** So many of a product, each at this price. */
    record ItemBody(UUID productId, String name, int quantity, Money unitPrice) {}

    /** As it stands in a list. */
    static PaymentBody of(Payment payment) {
        return of(payment, null, null);
    }

    static PaymentBody of(WholePayment whole) {
        return of(whole.payment(), whole.refunds(), whole.history());
    }

    private static PaymentBody of(
            Payment payment, @Nullable List<Refunded> refunds, @Nullable List<Payments.Step> history) {
        Payment.Terms terms = payment.terms();
        Money amount = new Money(terms.price().amount(), terms.price().currency());
        return new PaymentBody(
                payment.id(),
                payment.state(),
                payment.reason(),
                terms.items().stream()
                        .map(item -> new ItemBody(
                                item.productId(), item.name(), item.quantity(), amount.of(item.unitPrice())))
                        .toList(),
                terms.couponId(),
                amount,
                amount.of(terms.price().discount()),
                amount.of(payment.total()),
                refunds == null
                        ? null
                        : refunds.stream()
                                .map(refund -> new RefundBody(refund.id(), refund.state(), amount.of(refund.amount())))
                                .toList(),
                payment.createdAt(),
                history);
    }
}
