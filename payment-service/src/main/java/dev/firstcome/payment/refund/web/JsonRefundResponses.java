package dev.firstcome.payment.refund.web;

import dev.firstcome.contracts.payment.RefundState;
import dev.firstcome.payment.idempotency.IdempotencyKeys.RecordedResponse;
import dev.firstcome.payment.idempotency.RecordedResponseFactory;
import dev.firstcome.payment.money.Money;
import dev.firstcome.payment.refund.RefundResponses;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Creates the responses of refund requests as JSON. */
@Component
class JsonRefundResponses implements RefundResponses {
    private final RecordedResponseFactory responses;

    JsonRefundResponses(RecordedResponseFactory responses) {
        this.responses = responses;
    }

    /** An accepted refund. */
    record RefundBody(UUID refundId, RefundState state, Money amount) {}

    @Override
    public RecordedResponse accepted(UUID paymentId, UUID refundId, Money amount) {
        return responses.accepted(
                "/api/payments/" + paymentId, new RefundBody(refundId, RefundState.REQUESTED, amount));
    }

    @Override
    public RecordedResponse notRefundable(Money remainder) {
        return responses.conflict("NOT_REFUNDABLE", Map.of("left", remainder));
    }

    @Override
    public RecordedResponse limitReached(int max) {
        return responses.conflict("REFUNDS_TOO_MANY", Map.of("max", max));
    }
}
