package dev.firstcome.payment.payment;

import dev.firstcome.contracts.payment.PaymentReason;
import dev.firstcome.contracts.payment.PaymentState;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A change of a payment that is applied under its row lock.
 *
 * @param path the states to pass, in order; if empty, the state stays and no event is published
 * @param reason why the payment is not charged; only with a final state
 * @param dueIn delay until the payment is due for processing; ignored for a final state
 * @param startsAttempt whether this starts an attempt at the provider, which supersedes all earlier attempts
 * @param newProviderKey whether the next intent is created under a new idempotency key of the provider
 */
public record PaymentTransition(
        List<PaymentState> path,
        @Nullable PaymentReason reason,
        Duration dueIn,
        boolean startsAttempt,
        boolean newProviderKey) {
    private static final Duration NEVER_DUE = Duration.ZERO;

    public PaymentTransition {
        path = List.copyOf(path);
    }

    /** Moves to a final state. */
    public static PaymentTransition toFinal(PaymentState state, @Nullable PaymentReason reason) {
        return new PaymentTransition(List.of(state), reason, NEVER_DUE, false, false);
    }

    /** Passes the states and is due after the delay. */
    public static PaymentTransition through(Duration dueIn, PaymentState... path) {
        return new PaymentTransition(List.of(path), null, dueIn, false, false);
    }

    /** Keeps the state and is due after the delay. */
    public static PaymentTransition stay(Duration dueIn) {
        return new PaymentTransition(List.of(), null, dueIn, false, false);
    }

    public PaymentTransition startingAttempt() {
        return new PaymentTransition(path, reason, dueIn, true, newProviderKey);
    }

    public PaymentTransition withNewProviderKey(boolean renewed) {
        return new PaymentTransition(path, reason, dueIn, startsAttempt, renewed);
    }
}
