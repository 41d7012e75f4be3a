package dev.firstcome.payment.payment;

import dev.firstcome.contracts.payment.RefundState;
import dev.firstcome.payment.payment.PaymentRefunds.Refunded;
import dev.firstcome.payment.payment.Payments.Step;
import java.util.List;
import java.util.Set;

/**
 * A payment with all that its user sees of it. The history ends with the payment's state; the refunds may be newer than the
 * payment, but never older, so whoever waits for the next version misses nothing.
 *
 * @param refunds in the order in which they were asked for
 */
public record WholePayment(Payment payment, List<Refunded> refunds, List<Step> history) {
    private static final Set<RefundState> ON_ITS_WAY =
            Set.of(RefundState.REQUESTED, RefundState.SENT, RefundState.UNKNOWN);

    /** What has come to the history since the payment was read is left out. */
    public WholePayment {
        refunds = List.copyOf(refunds);
        history = List.copyOf(history.subList(0, Math.min(history.size(), payment.step())));
    }

    /** Whether nothing changes any more by itself. */
    public boolean isSettled() {
        return payment.state().isFinal() && refunds.stream().noneMatch(refund -> ON_ITS_WAY.contains(refund.state()));
    }
}
