package dev.firstcome.payment.refund;

import static dev.firstcome.contracts.payment.RefundState.FAILED;
import static dev.firstcome.contracts.payment.RefundState.REQUESTED;
import static dev.firstcome.contracts.payment.RefundState.SENT;
import static dev.firstcome.contracts.payment.RefundState.SUCCEEDED;
import static dev.firstcome.contracts.payment.RefundState.UNKNOWN;

import dev.firstcome.contracts.payment.RefundState;
import java.util.Map;
import java.util.Set;

/** Allowed transitions of refunds; equal to the table {@code refund_transition}, which enforces them on each shard. */
public final class AllowedRefundTransitions {
    public static final Map<RefundState, Set<RefundState>> ALL = Map.of(
            REQUESTED, Set.of(SENT),
            SENT, Set.of(SUCCEEDED, FAILED, UNKNOWN),
            UNKNOWN, Set.of(SUCCEEDED, FAILED));

    private AllowedRefundTransitions() {}

    public static boolean allows(RefundState from, RefundState to) {
        return ALL.getOrDefault(from, Set.of()).contains(to);
    }

    public static boolean isFinal(RefundState state) {
        return !ALL.containsKey(state);
    }
}
