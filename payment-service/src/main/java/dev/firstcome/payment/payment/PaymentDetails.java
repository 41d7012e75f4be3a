package dev.firstcome.payment.payment;

import dev.firstcome.contracts.payment.RefundState;
import dev.firstcome.payment.payment.PaymentRefunds.RefundSummary;
import dev.firstcome.payment.payment.Payments.HistoryEntry;
import java.util.List;
import java.util.Set;

/**
 * A payment with its refunds and its state history, as its user sees it. The last history entry is the payment's state.
 * The refunds may be newer than the payment but never older, so a stream that waits for the next version misses no
 * change.
 *
 * @param refunds oldest first
 */
public record PaymentDetails(Payment payment, List<RefundSummary> refunds, List<HistoryEntry> history) {
    private static final Set<RefundState> OPEN_REFUND_STATES =
            Set.of(RefundState.REQUESTED, RefundState.SENT, RefundState.UNKNOWN);

    /** Drops history entries that are newer than the payment. */
    public PaymentDetails {
        refunds = List.copyOf(refunds);
        history = List.copyOf(history.subList(0, Math.min(history.size(), payment.step())));
    }

    /** Whether the payment has a final state and no refund is open. */
    public boolean isFinal() {
        return payment.state().isFinal()
                && refunds.stream().noneMatch(refund -> OPEN_REFUND_STATES.contains(refund.state()));
    }
}
