package dev.firstcome.payment.payment;

import dev.firstcome.contracts.Topics;
import dev.firstcome.contracts.user.MessageKind;
import dev.firstcome.contracts.user.UserMessage;
import dev.firstcome.platform.ids.BucketedIds;
import dev.firstcome.platform.outbox.Outbox;
import dev.firstcome.platform.outbox.Outbox.OutgoingEvent;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Appends messages about payments for their users to the outbox, in the transaction that changes the payment. */
@Component
final class PaymentMessages {
    private final Outbox outbox;
    private final BucketedIds ids;

    PaymentMessages(Outbox outbox, BucketedIds ids) {
        this.outbox = outbox;
        this.ids = ids;
    }

    /** Appends a message about a final state. A cancelled payment has none, because its user cancelled it. */
    void appendOutcome(Payment payment, Instant at) {
        switch (payment.state()) {
            case CAPTURED -> append(payment, MessageKind.PAYMENT_CAPTURED, payment.total(), at);
            case DECLINED, REJECTED, EXPIRED -> append(payment, MessageKind.PAYMENT_FAILED, payment.total(), at);
            case REQUESTED, RESERVED, CHARGING, UNKNOWN, CANCELLED -> {}
        }
    }

    void appendRefunded(Payment payment, long amount, Instant at) {
        append(payment, MessageKind.PAYMENT_REFUNDED, amount, at);
    }

    private void append(Payment payment, MessageKind kind, long amount, Instant at) {
        UUID id = ids.next(payment.bucket());
        Map<String, String> details = new LinkedHashMap<>();
        details.put("paymentId", payment.id().toString());
        details.put("total", Long.toString(amount));
        details.put("currency", payment.terms().price().currency());
        if (payment.reason() != null) {
            details.put("reason", payment.reason().name());
        }
        outbox.append(new OutgoingEvent(
                payment.bucket(),
                Topics.USER_MESSAGES,
                payment.userId().toString(),
                id,
                1,
                new UserMessage(id, payment.userId(), kind, details, at),
                at));
    }
}
