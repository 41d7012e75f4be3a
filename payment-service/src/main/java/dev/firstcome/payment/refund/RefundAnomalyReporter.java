package dev.firstcome.payment.refund;

import dev.firstcome.contracts.payment.RefundState;
import dev.firstcome.payment.monitoring.CallSamples;
import dev.firstcome.payment.monitoring.CallSamples.CallSample;
import dev.firstcome.payment.monitoring.Contradictions;
import dev.firstcome.payment.provider.UnknownProviderOutcomeException;
import org.springframework.stereotype.Component;

/** Reports unknown outcomes and contradictions of refunds as alert samples. */
@Component
record RefundAnomalyReporter(CallSamples samples, Contradictions contradictions) {
    void unknownOutcome(Refund refund, UnknownProviderOutcomeException unknown) {
        String description = "refund %s: %s".formatted(refund.id(), unknown.getMessage());
        samples.add("provider.errors", "unclear", new CallSample(null, null, refund.paymentId(), description));
    }

    void contradiction(Refund refund, RefundState reported) {
        contradictions.report(
                "refund",
                null,
                refund.paymentId(),
                "refund %s is %s, and the provider says %s".formatted(refund.id(), refund.state(), reported));
    }
}
