package dev.firstcome.payment.payment;

import dev.firstcome.contracts.Topics;
import dev.firstcome.contracts.payment.PaymentChanged;
import dev.firstcome.platform.outbox.Outbox;
import dev.firstcome.platform.outbox.Outbox.OutgoingEvent;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Appends payment events to the outbox, in the transaction that changes the payment. */
@Component
final class PaymentEvents {
    private final Outbox outbox;

    PaymentEvents(Outbox outbox) {
        this.outbox = outbox;
    }

    /** @param refunds all refunds of the payment, oldest first */
    UUID appendChanged(Payment payment, List<PaymentChanged.Refund> refunds, Instant at) {
        Payment.Price price = payment.terms().price();
        PaymentChanged body = new PaymentChanged(
                payment.id(),
                payment.userId(),
                payment.version(),
                payment.state(),
                payment.reason(),
                payment.terms().items().stream()
                        .map(item -> new PaymentChanged.Item(item.productId(), item.quantity(), item.unitPrice()))
                        .toList(),
                payment.terms().couponId(),
                price.currency(),
                price.amount(),
                price.discount(),
                price.total(),
                refunds,
                at);
        return outbox.append(new OutgoingEvent(
                payment.bucket(),
                Topics.PAYMENT_EVENTS,
                payment.id().toString(),
                payment.id(),
                payment.version(),
                body,
                at));
    }
}
