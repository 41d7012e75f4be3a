package dev.firstcome.payment.payment;

import dev.firstcome.contracts.payment.PaymentReason;
import dev.firstcome.contracts.payment.PaymentState;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is done to a payment under its lock.
 *
 * @param path the states that it takes, in their order; none: it stays in its state, and nothing is told
 * @param reason why it is not charged, where that is how it ends
 * @param dueIn after which time it is gone on with, unless it ends; from now on
 * @param asks whether this begins a turn of asking the provider: whoever had the turn before has it no more
 * @param freshKey whether the provider is asked to make the intent under another key from now on
 */
public record Move(
        List<PaymentState> path, @Nullable PaymentReason reason, Duration dueIn, boolean asks, boolean freshKey) {
    private static final Duration NOT_AT_ALL = Duration.ZERO;

    public Move {
        path = List.copyOf(path);
    }

    /** To a state in which it stays. */
    public static Move end(PaymentState state, @Nullable PaymentReason reason) {
        return new Move(List.of(state), reason, NOT_AT_ALL, false, false);
    }

    /** To these states, and on after this time. */
    public static Move on(Duration dueIn, PaymentState... path) {
        return new Move(List.of(path), null, dueIn, false, false);
    }

    /** Stays as it is, and is gone on with after this time. */
    public static Move later(Duration dueIn) {
        return new Move(List.of(), null, dueIn, false, false);
    }

    /** The same as a turn of asking the provider. */
    public Move asking() {
        return new Move(path, reason, dueIn, true, freshKey);
    }

    /** The same with another key, if it is wanted. */
    public Move freshKey(boolean wanted) {
        return new Move(path, reason, dueIn, asks, wanted);
    }
}
