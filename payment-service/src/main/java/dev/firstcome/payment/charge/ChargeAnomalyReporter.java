package dev.firstcome.payment.charge;

import dev.firstcome.payment.monitoring.CallSamples;
import dev.firstcome.payment.monitoring.CallSamples.CallSample;
import dev.firstcome.payment.monitoring.Contradictions;
import dev.firstcome.payment.payment.Payment;
import dev.firstcome.payment.provider.UnknownProviderOutcomeException;
import org.springframework.stereotype.Component;

/** Reports unknown outcomes and contradictions of charges as alert samples. */
@Component
record ChargeAnomalyReporter(CallSamples samples, Contradictions contradictions) {
    void unknownOutcome(Payment payment, UnknownProviderOutcomeException unknown) {
        samples.add(
                "provider.errors",
                "unclear",
                new CallSample(payment.userId(), null, payment.id(), unknown.getMessage()));
    }

    void contradiction(Payment payment, String description) {
        contradictions.report("payment", payment.userId(), payment.id(), description);
    }
}
