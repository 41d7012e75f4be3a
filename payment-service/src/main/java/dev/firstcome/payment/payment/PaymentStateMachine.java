package dev.firstcome.payment.payment;

import dev.firstcome.contracts.payment.PaymentState;
import dev.firstcome.payment.ledger.Ledger;
import dev.firstcome.platform.ids.BucketedIds;
import dev.firstcome.platform.shards.Shards;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.springframework.stereotype.Service;

/**
 * Creates payments and applies all their transitions. A transition holds the payment's row lock. One transaction
 * contains the transition, its ledger entries, its event and its user message.
 */
@Service
public final class PaymentStateMachine {
    private final Shards shards;
    private final Payments payments;
    private final PaymentEvents events;
    private final PaymentMessages messages;
    private final Ledger ledger;
    private final Clock clock;

    PaymentStateMachine(
            Shards shards,
            Payments payments,
            PaymentEvents events,
            PaymentMessages messages,
            Ledger ledger,
            Clock clock) {
        this.shards = shards;
        this.payments = payments;
        this.events = events;
        this.messages = messages;
        this.ledger = ledger;
        this.clock = clock;
    }

    /**
     * Finds a recent payment of the same user for the same basket that was charged or may be charged. The user stays
     * locked until the caller's transaction ends, so no second payment is created concurrently.
     */
    public Optional<UUID> lockUserAndFindDuplicate(Payments.NewPayment payment, Duration youngerThan) {
        payments.lockUser(payment.userId());
        return payments.findDuplicate(payment.userId(), payment.basket(), youngerThan);
    }

    /** Stores a new payment and appends its event, in the caller's transaction. */
    public void create(Payments.NewPayment created) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        events.appendChanged(payments.add(created, now), List.of(), now);
    }

    /**
     * Locks the payment, applies the transition that {@code decide} returns, and returns the changed payment. Empty if
     * the payment does not exist or {@code decide} returns no transition.
     */
    public Optional<Payment> transition(UUID id, Function<Payment, Optional<PaymentTransition>> decide) {
        return shards.transact(
                BucketedIds.bucketOf(id),
                () -> payments.lock(id)
                        .flatMap(locked -> decide.apply(locked).map(transition -> apply(locked, transition))));
    }

    private Payment apply(Payment locked, PaymentTransition transition) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        Payment changed = payments.apply(locked, transition, now);
        if (transition.path().isEmpty()) {
            return changed;
        }
        if (changed.state() == PaymentState.CAPTURED && changed.total() > 0) {
            Payment.Price price = changed.terms().price();
            ledger.captured(changed.id(), new Ledger.Charge(price.currency(), price.amount(), price.discount()));
        }
        events.appendChanged(changed, List.of(), now);
        if (changed.state().isFinal()) {
            messages.appendOutcome(changed, now);
        }
        return changed;
    }
}
