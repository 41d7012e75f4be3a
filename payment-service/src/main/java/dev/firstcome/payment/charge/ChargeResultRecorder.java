package dev.firstcome.payment.charge;

import dev.firstcome.contracts.payment.PaymentReason;
import dev.firstcome.contracts.payment.PaymentState;
import dev.firstcome.payment.money.Money;
import dev.firstcome.payment.payment.Payment;
import dev.firstcome.payment.payment.PaymentStateMachine;
import dev.firstcome.payment.payment.PaymentTransition;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/**
 * Records the final result of a charge once, whether it is from the call, a later query or a webhook event. A
 * repeated result has no effect. A different result is reported as a contradiction and changes nothing.
 */
@Service
public final class ChargeResultRecorder {
    private final PaymentStateMachine stateMachine;
    private final ChargeAnomalyReporter anomalies;
    private final MeterRegistry meters;

    ChargeResultRecorder(PaymentStateMachine stateMachine, ChargeAnomalyReporter anomalies, MeterRegistry meters) {
        this.stateMachine = stateMachine;
        this.anomalies = anomalies;
        this.meters = meters;
    }

    /**
     * Records that the provider has charged the payment.
     *
     * @param charged an amount other than the payment's total is reported as a contradiction
     */
    public void recordCapture(UUID paymentId, Money charged) {
        stateMachine.transition(paymentId, payment -> {
            if (payment.total() == charged.amount()
                    && payment.terms().price().currency().equals(charged.currency())) {
                return finish(payment, PaymentState.CAPTURED, null);
            }
            reportContradiction(payment, PaymentState.CAPTURED + " with " + charged);
            return Optional.empty();
        });
    }

    /** Records that the provider has not charged the payment and never will. */
    public void recordDecline(UUID paymentId, PaymentReason reason) {
        stateMachine.transition(paymentId, payment -> finish(payment, PaymentState.DECLINED, reason));
    }

    private Optional<PaymentTransition> finish(Payment payment, PaymentState state, @Nullable PaymentReason reason) {
        return switch (payment.state()) {
            case CHARGING, UNKNOWN -> {
                meters.counter("firstcome.payment.ended", "state", state.name()).increment();
                yield Optional.of(PaymentTransition.toFinal(state, reason));
            }
            case REQUESTED, RESERVED, CAPTURED, DECLINED, REJECTED, CANCELLED, EXPIRED -> {
                if (payment.state() != state) {
                    reportContradiction(payment, state.name());
                }
                yield Optional.empty();
            }
        };
    }

    private void reportContradiction(Payment payment, String reported) {
        anomalies.contradiction(
                payment, "the payment is %s, and the provider says %s".formatted(payment.state(), reported));
    }
}
