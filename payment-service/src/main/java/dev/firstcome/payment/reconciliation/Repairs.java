package dev.firstcome.payment.reconciliation;

import dev.firstcome.contracts.payment.PaymentState;
import dev.firstcome.contracts.payment.RefundState;
import dev.firstcome.payment.charge.PaymentWork;
import dev.firstcome.payment.payment.Payment;
import dev.firstcome.payment.payment.PaymentBook;
import dev.firstcome.payment.payment.PaymentRefunds;
import dev.firstcome.payment.provider.Provider;
import dev.firstcome.payment.provider.Provider.IntentState;
import dev.firstcome.payment.provider.ProviderAway;
import dev.firstcome.payment.provider.ProviderUnclear;
import dev.firstcome.payment.reconciliation.Comparison.Repair;
import dev.firstcome.payment.refund.RefundSteps;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Puts right what can be, by the ways that there are: each looks again, under the payment's lock, before it does anything. */
@Component
class Repairs {
    private static final Logger log = LoggerFactory.getLogger(Repairs.class);

    private final PaymentWork work;
    private final RefundSteps steps;
    private final Provider provider;
    private final PaymentBook book;
    private final PaymentRefunds refunds;

    Repairs(PaymentWork work, RefundSteps steps, Provider provider, PaymentBook book, PaymentRefunds refunds) {
        this.work = work;
        this.steps = steps;
        this.provider = provider;
        this.book = book;
        this.refunds = refunds;
    }

    /** Tells whether all is right now; what was only begun is not. */
    boolean carryOut(List<Repair> repairs) {
        boolean done = !repairs.isEmpty();
        for (Repair repair : repairs) {
            done &= switch (repair) {
                case Repair.Ask(var paymentId) -> ask(paymentId);
                case Repair.Hear(var paymentId, var refundId, var state) -> hear(paymentId, refundId, state);
                case Repair.CallOff(var paymentId, var intentId) -> callOff(paymentId, intentId);
            };
        }
        return done;
    }

    private boolean ask(UUID paymentId) {
        try {
            work.askAnyway(paymentId);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        return false;
    }

    private boolean hear(UUID paymentId, UUID refundId, Provider.RefundState state) {
        steps.heard(paymentId, refundId, state);
        return refunds.of(paymentId).stream()
                .filter(refund -> refund.id().equals(refundId))
                .allMatch(refund -> refund.state() == RefundState.SUCCEEDED || refund.state() == RefundState.FAILED);
    }

    /** A payment that has ended stays as it is, so what was looked at last is still true when it is called off. */
    private boolean callOff(UUID paymentId, String intentId) {
        Payment payment = book.find(paymentId).orElseThrow();
        boolean isItsCharge = payment.state() == PaymentState.CAPTURED && intentId.equals(payment.intentId());
        if (!payment.state().isFinal() || isItsCharge) {
            return false;
        }
        try {
            IntentState now = provider.cancel(intentId).state();
            log.info("charge {} of payment {}, which is {}, is {}", intentId, paymentId, payment.state(), now);
            return now == IntentState.CANCELLED;
        } catch (ProviderAway | ProviderUnclear later) {
            log.warn("charge {} is called off later: {}", intentId, later.toString());
            return false;
        }
    }
}
