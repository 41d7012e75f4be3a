package dev.firstcome.payment.refund.web;

import dev.firstcome.contracts.payment.RefundState;
import dev.firstcome.payment.idempotency.IdempotencyKeys.Answer;
import dev.firstcome.payment.idempotency.KeptTexts;
import dev.firstcome.payment.money.Money;
import dev.firstcome.payment.refund.RefundTexts;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** What is told of refunds, and kept. */
@Component
class RefundAnswers implements RefundTexts {
    private final KeptTexts texts;

    RefundAnswers(KeptTexts texts) {
        this.texts = texts;
    }

    /** A refund that was taken in. */
    record RefundBody(UUID refundId, RefundState state, Money amount) {}

    @Override
    public Answer accepted(UUID paymentId, UUID refundId, Money amount) {
        return texts.accepted("/api/payments/" + paymentId, new RefundBody(refundId, RefundState.REQUESTED, amount));
    }

    @Override
    public Answer notRefundable(Money left) {
        return texts.conflict("NOT_REFUNDABLE", Map.of("left", left));
    }

    @Override
    public Answer tooMany(int most) {
        return texts.conflict("REFUNDS_TOO_MANY", Map.of("max", most));
    }
}
