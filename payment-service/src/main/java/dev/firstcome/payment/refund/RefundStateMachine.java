package dev.firstcome.payment.refund;

import dev.firstcome.contracts.payment.PaymentState;
import dev.firstcome.contracts.payment.RefundState;
import dev.firstcome.payment.ledger.Ledger;
import dev.firstcome.payment.payment.Payment;
import dev.firstcome.payment.payment.RefundablePayments;
import dev.firstcome.payment.refund.Refunds.RefundTransition;
import dev.firstcome.platform.ids.BucketedIds;
import dev.firstcome.platform.shards.Shards;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/**
 * Creates refunds and applies all their transitions, under the row lock of their payment. One transaction contains the
 * change, its ledger entries and the payment's event.
 */
@Service
public final class RefundStateMachine {
    private static final Duration DUE_NOW = Duration.ZERO;
    private static final int REFUNDS_MAX = 50;

    private final Shards shards;
    private final RefundablePayments payments;
    private final Refunds refunds;
    private final Ledger ledger;
    private final Clock clock;

    RefundStateMachine(Shards shards, RefundablePayments payments, Refunds refunds, Ledger ledger, Clock clock) {
        this.shards = shards;
        this.payments = payments;
        this.refunds = refunds;
        this.ledger = ledger;
        this.clock = clock;
    }

    /** The result of creating a refund. */
    public sealed interface CreationResult {
        record Created(UUID refundId, long amount) implements CreationResult {}

        /** The payment was not charged, or its remainder is less than the amount. */
        record NotRefundable(long remainder) implements CreationResult {}

        /** The payment has the maximum number of refunds. Each event of a payment contains all of them. */
        record LimitReached(int max) implements CreationResult {}
    }

    /** Returns a new id for a refund of this payment. */
    UUID newId(UUID paymentId) {
        return BucketedIds.of(
                clock.millis(),
                BucketedIds.bucketOf(paymentId),
                UUID.randomUUID().getLeastSignificantBits());
    }

    /**
     * Creates a refund in the caller's transaction.
     *
     * @param amount the amount to refund; null for the whole remainder
     */
    CreationResult create(UUID refundId, UUID paymentId, @Nullable Long amount) {
        Payment payment = payments.lock(paymentId).orElseThrow();
        long remainder = payment.state() == PaymentState.CAPTURED ? payment.total() - payment.refunded() : 0;
        long requested = amount == null ? remainder : amount;
        if (requested < 1 || requested > remainder) {
            return new CreationResult.NotRefundable(remainder);
        }
        if (refunds.count(paymentId) >= REFUNDS_MAX) {
            return new CreationResult.LimitReached(REFUNDS_MAX);
        }
        Instant now = now();
        refunds.add(refundId, paymentId, requested, DUE_NOW, now);
        payments.publishRefunds(payment, requested, now);
        return new CreationResult.Created(refundId, requested);
    }

    /**
     * Locks the payment and applies the transition that {@code decide} returns. Empty if the refund does not exist or
     * {@code decide} returns no transition.
     */
    Optional<Refund> transition(UUID paymentId, UUID refundId, Function<Refund, Optional<RefundTransition>> decide) {
        return shards.transact(BucketedIds.bucketOf(paymentId), () -> {
            Optional<Payment> payment = payments.lock(paymentId);
            if (payment.isEmpty()) {
                return Optional.empty();
            }
            return refunds.find(paymentId, refundId)
                    .flatMap(
                            refund -> decide.apply(refund).map(transition -> apply(payment.get(), refund, transition)));
        });
    }

    private Refund apply(Payment payment, Refund refund, RefundTransition transition) {
        Instant now = now();
        Refund changed = refunds.apply(refund, transition, now);
        if (transition.state() == null) {
            return changed;
        }
        if (changed.state() == RefundState.SUCCEEDED) {
            ledger.refunded(payment.id(), payment.terms().price().currency(), changed.amount());
            payments.notifyRefunded(payment, changed.amount(), now);
        }
        payments.publishRefunds(payment, changed.state() == RefundState.FAILED ? -changed.amount() : 0, now);
        return changed;
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
