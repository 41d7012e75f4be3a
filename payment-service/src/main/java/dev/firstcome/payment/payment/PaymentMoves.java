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
 * The one way in which a payment changes: under its lock, in one transaction with the entries of the ledger where money
 * moved, and with the event that tells of it.
 */
@Service
public final class PaymentMoves {
    private final Shards shards;
    private final Payments payments;
    private final PaymentEvents events;
    private final PaymentMessages messages;
    private final Ledger ledger;
    private final Clock clock;

    PaymentMoves(Shards shards, Payments payments, PaymentTelling telling, Ledger ledger, Clock clock) {
        this.shards = shards;
        this.payments = payments;
        this.events = telling.events();
        this.messages = telling.messages();
        this.ledger = ledger;
        this.clock = clock;
    }

    /**
     * A payment of the same user for the same basket, no older than this, that was charged or may be. Until the caller's
     * transaction ends no other is made for this user.
     */
    public Optional<UUID> twin(Payments.Fresh fresh, Duration youngerThan) {
        payments.lockUser(fresh.userId());
        return payments.twin(fresh.userId(), fresh.basket(), youngerThan);
    }

    /** Takes a payment in, in the caller's transaction. */
    public void add(Payments.Fresh fresh) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        payments.add(fresh, now);
        Payment taken = new Payment(
                fresh.id(), fresh.userId(), PaymentState.REQUESTED, null, 1, 1, 0, 1, fresh.terms(), null, 0, now, now);
        events.tell(taken, List.of(), now);
    }

    /**
     * Looks at the payment under its lock, and carries out what is decided, if anything; gives the payment as it is then.
     * Empty: there is no such payment, or nothing was decided.
     */
    public Optional<Payment> move(UUID id, Function<Payment, Optional<Move>> decide) {
        return shards.transact(
                BucketedIds.bucketOf(id),
                () -> payments.lock(id).flatMap(seen -> decide.apply(seen).map(move -> carryOut(seen, move))));
    }

    private Payment carryOut(Payment seen, Move move) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        Payment moved = payments.move(seen, move, now);
        if (move.path().isEmpty()) {
            return moved;
        }
        if (moved.state() == PaymentState.CAPTURED && moved.total() > 0) {
            Payment.Price price = moved.terms().price();
            ledger.captured(moved.id(), new Ledger.Charge(price.currency(), price.amount(), price.discount()));
        }
        events.tell(moved, List.of(), now);
        if (moved.state().isFinal()) {
            messages.tell(moved, now);
        }
        return moved;
    }
}
