package dev.firstcome.payment.reconciliation;

import dev.firstcome.contracts.payment.PaymentState;
import dev.firstcome.contracts.payment.RefundState;
import dev.firstcome.payment.charge.PaymentDispatcher;
import dev.firstcome.payment.payment.Payment;
import dev.firstcome.payment.payment.PaymentRefunds;
import dev.firstcome.payment.payment.RefundablePayments;
import dev.firstcome.payment.provider.Provider;
import dev.firstcome.payment.provider.Provider.IntentState;
import dev.firstcome.payment.provider.ProviderUnavailableException;
import dev.firstcome.payment.provider.UnknownProviderOutcomeException;
import dev.firstcome.payment.reconciliation.Comparison.Repair;
import dev.firstcome.payment.refund.RefundProcessor;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Repairs differences with the regular operations of payments and refunds. Each operation reads the current state under
 * the payment's lock before it changes anything.
 */
@Component
class RepairExecutor {
    private static final Logger log = LoggerFactory.getLogger(RepairExecutor.class);

    private final PaymentDispatcher dispatcher;
    private final RefundProcessor refundProcessor;
    private final Provider provider;
    private final RefundablePayments payments;
    private final PaymentRefunds refunds;

    RepairExecutor(
            PaymentDispatcher dispatcher,
            RefundProcessor refundProcessor,
            Provider provider,
            RefundablePayments payments,
            PaymentRefunds refunds) {
        this.dispatcher = dispatcher;
        this.refundProcessor = refundProcessor;
        this.provider = provider;
        this.payments = payments;
        this.refunds = refunds;
    }

    /** Executes the repairs; returns true only if all are complete. A repair that was only started is not complete. */
    boolean execute(List<Repair> repairs) {
        boolean complete = !repairs.isEmpty();
        for (Repair repair : repairs) {
            complete &= switch (repair) {
                case Repair.QueryProvider(var paymentId) -> queryProvider(paymentId);
                case Repair.RecordRefundResult(var paymentId, var refundId, var state) ->
                    recordRefundResult(paymentId, refundId, state);
                case Repair.CancelIntent(var paymentId, var intentId) -> cancelIntent(paymentId, intentId);
            };
        }
        return complete;
    }

    private boolean queryProvider(UUID paymentId) {
        try {
            dispatcher.dispatchUnfinished(paymentId);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        return false;
    }

    private boolean recordRefundResult(UUID paymentId, UUID refundId, Provider.ProviderRefundState state) {
        refundProcessor.recordProviderState(paymentId, refundId, state);
        return refunds.ofPayment(paymentId).stream()
                .filter(refund -> refund.id().equals(refundId))
                .allMatch(refund -> refund.state() == RefundState.SUCCEEDED || refund.state() == RefundState.FAILED);
    }

    /** A final payment never changes, so the state that is checked here is still valid when the intent is cancelled. */
    private boolean cancelIntent(UUID paymentId, String intentId) {
        Payment payment = payments.find(paymentId).orElseThrow();
        boolean isOwnIntent = payment.state() == PaymentState.CAPTURED && intentId.equals(payment.intentId());
        if (!payment.state().isFinal() || isOwnIntent) {
            return false;
        }
        try {
            IntentState state = provider.cancel(intentId).state();
            log.info(
                    "reconciliation: intent {} of payment {}, which is {}, is now {}",
                    intentId,
                    paymentId,
                    payment.state(),
                    state);
            return state == IntentState.CANCELLED;
        } catch (ProviderUnavailableException | UnknownProviderOutcomeException failed) {
            log.warn("reconciliation: intent {} was not cancelled; will retry: {}", intentId, failed.toString());
            return false;
        }
    }
}
