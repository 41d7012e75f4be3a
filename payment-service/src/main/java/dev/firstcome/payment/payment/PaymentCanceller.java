package dev.firstcome.payment.payment;

import dev.firstcome.contracts.payment.PaymentReason;
import dev.firstcome.contracts.payment.PaymentState;
import dev.firstcome.payment.standby.ShardStatusCache;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Service;

/** Cancels a payment on behalf of its user, as long as no charge has started. */
@Service
public final class PaymentCanceller {
    private final Payments payments;
    private final PaymentStateMachine stateMachine;
    private final ShardStatusCache shardStatus;

    PaymentCanceller(Payments payments, PaymentStateMachine stateMachine, ShardStatusCache shardStatus) {
        this.shardStatus = shardStatus;
        this.payments = payments;
        this.stateMachine = stateMachine;
    }

    /** The result of a cancellation. */
    public sealed interface Outcome {
        /** The payment is cancelled, by this call or by an earlier one. */
        record Cancelled(Payment payment) implements Outcome {}

        /** A charge has started, or the payment has another final state. */
        record TooLate(PaymentState state) implements Outcome {}

        /** The user has no such payment. */
        record NotFound() implements Outcome {}

        /** The shard was promoted and is not reconciled yet, so it may have lost the charge. */
        record ShardBlocked(String reason) implements Outcome {}
    }

    public Outcome cancel(UUID userId, UUID paymentId) {
        Optional<Payment> known =
                payments.find(paymentId).filter(found -> found.userId().equals(userId));
        if (known.isEmpty()) {
            return new Outcome.NotFound();
        }
        Optional<String> blocked = shardStatus.blockedReason(known.get().bucket());
        if (blocked.isPresent()) {
            return new Outcome.ShardBlocked(blocked.get());
        }
        Optional<Payment> cancelled = stateMachine.transition(paymentId, payment -> switch (payment.state()) {
            case REQUESTED, RESERVED ->
                Optional.of(PaymentTransition.toFinal(PaymentState.CANCELLED, PaymentReason.CANCELLED_BY_USER));
            case CHARGING, CAPTURED, DECLINED, UNKNOWN, REJECTED, CANCELLED, EXPIRED -> Optional.empty();
        });
        if (cancelled.isPresent()) {
            return new Outcome.Cancelled(cancelled.get());
        }
        Payment current = payments.find(paymentId).orElseThrow();
        return current.state() == PaymentState.CANCELLED
                ? new Outcome.Cancelled(current)
                : new Outcome.TooLate(current.state());
    }
}
