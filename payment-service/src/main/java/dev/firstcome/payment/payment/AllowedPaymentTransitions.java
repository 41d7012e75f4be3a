package dev.firstcome.payment.payment;

import static dev.firstcome.contracts.payment.PaymentState.CANCELLED;
import static dev.firstcome.contracts.payment.PaymentState.CAPTURED;
import static dev.firstcome.contracts.payment.PaymentState.CHARGING;
import static dev.firstcome.contracts.payment.PaymentState.DECLINED;
import static dev.firstcome.contracts.payment.PaymentState.EXPIRED;
import static dev.firstcome.contracts.payment.PaymentState.REJECTED;
import static dev.firstcome.contracts.payment.PaymentState.REQUESTED;
import static dev.firstcome.contracts.payment.PaymentState.RESERVED;
import static dev.firstcome.contracts.payment.PaymentState.UNKNOWN;

import dev.firstcome.contracts.payment.PaymentState;
import java.util.Map;
import java.util.Set;

/**
 * Allowed transitions of payments. The table {@code payment_transition} of each shard has the same rows and enforces
 * them.
 */
public final class AllowedPaymentTransitions {
    public static final Map<PaymentState, Set<PaymentState>> ALL = Map.of(
            REQUESTED, Set.of(RESERVED, REJECTED, CANCELLED, EXPIRED),
            RESERVED, Set.of(CHARGING, CANCELLED, EXPIRED),
            CHARGING, Set.of(CAPTURED, DECLINED, UNKNOWN),
            UNKNOWN, Set.of(CAPTURED, DECLINED));

    private AllowedPaymentTransitions() {}

    public static boolean allows(PaymentState from, PaymentState to) {
        return ALL.getOrDefault(from, Set.of()).contains(to);
    }
}
