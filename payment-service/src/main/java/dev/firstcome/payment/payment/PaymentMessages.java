package dev.firstcome.payment.payment;

import dev.firstcome.contracts.Topics;
import dev.firstcome.contracts.user.MessageKind;
import dev.firstcome.contracts.user.UserMessage;
import dev.firstcome.platform.ids.BucketedIds;
import dev.firstcome.platform.outbox.Outbox;
import dev.firstcome.platform.outbox.OutgoingEvent;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Tells users how their payments ended, by the outbox, in the transaction that ends them. */
@Component
final class PaymentMessages {
    private final Outbox outbox;
    private final BucketedIds ids;

    PaymentMessages(Outbox outbox, BucketedIds ids) {
        this.outbox = outbox;
        this.ids = ids;
    }

    /** A payment that its user has cancelled needs no message: the user knows. */
    void tell(Payment payment, Instant at) {
        switch (payment.state()) {
            case CAPTURED -> tell(payment, MessageKind.PAYMENT_CAPTURED, payment.total(), at);
            case DECLINED, REJECTED, EXPIRED -> tell(payment, MessageKind.PAYMENT_FAILED, payment.total(), at);
            case REQUESTED, RESERVED, CHARGING, UNKNOWN, CANCELLED -> {}
        }
    }

    void refunded(Payment payment, long amount, Instant at) {
        tell(payment, MessageKind.PAYMENT_REFUNDED, amount, at);
    }

    private void tell(Payment payment, MessageKind kind, long amount, Instant at) {
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
