package dev.firstcome.payment.refund;

import dev.firstcome.contracts.payment.PaymentState;
import dev.firstcome.contracts.payment.RefundState;
import dev.firstcome.payment.ledger.Ledger;
import dev.firstcome.payment.payment.Payment;
import dev.firstcome.payment.payment.PaymentBook;
import dev.firstcome.payment.refund.Refunds.RefundMove;
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
 * The one way in which refunds come and change: under their payment's lock, in one transaction with the ledger's entries
 * where money moved, and with the event that tells of the payment.
 */
@Service
public final class RefundMoves {
    private static final Duration AT_ONCE = Duration.ZERO;
    private static final int MOST = 50;

    private final Shards shards;
    private final PaymentBook book;
    private final Refunds refunds;
    private final Ledger ledger;
    private final Clock clock;

    RefundMoves(Shards shards, PaymentBook book, Refunds refunds, Ledger ledger, Clock clock) {
        this.shards = shards;
        this.book = book;
        this.refunds = refunds;
        this.ledger = ledger;
        this.clock = clock;
    }

    /** What became of a wish for a refund. */
    public sealed interface Requested {
        record Taken(UUID refundId, long amount) implements Requested {}

        /** The payment was not charged, or less is left of it. */
        record NotRefundable(long left) implements Requested {}

        /** There are as many refunds of it as there may be: each event of a payment tells of all of them. */
        record TooMany(int most) implements Requested {}
    }

    /** An id for a refund of this payment. */
    UUID freshId(UUID paymentId) {
        return BucketedIds.of(
                clock.millis(),
                BucketedIds.bucketOf(paymentId),
                UUID.randomUUID().getLeastSignificantBits());
    }

    /**
     * Takes a refund in, in the caller's transaction.
     *
     * @param amount null: all that is left
     */
    Requested request(UUID refundId, UUID paymentId, @Nullable Long amount) {
        Payment payment = book.lock(paymentId).orElseThrow();
        long left = payment.state() == PaymentState.CAPTURED ? payment.total() - payment.refunded() : 0;
        long wanted = amount == null ? left : amount;
        if (wanted < 1 || wanted > left) {
            return new Requested.NotRefundable(left);
        }
        if (refunds.count(paymentId) >= MOST) {
            return new Requested.TooMany(MOST);
        }
        Instant now = now();
        refunds.add(refundId, paymentId, wanted, AT_ONCE, now);
        tell(paymentId, now);
        return new Requested.Taken(refundId, wanted);
    }

    /**
     * Looks at the refund under its payment's lock, and carries out what is decided, if anything. Empty: there is no such
     * refund, or nothing was decided.
     */
    Optional<Refund> move(UUID paymentId, UUID refundId, Function<Refund, Optional<RefundMove>> decide) {
        return shards.transact(BucketedIds.bucketOf(paymentId), () -> {
            Optional<Payment> payment = book.lock(paymentId);
            if (payment.isEmpty()) {
                return Optional.empty();
            }
            return refunds.find(paymentId, refundId)
                    .flatMap(seen -> decide.apply(seen).map(move -> carryOut(payment.get(), seen, move)));
        });
    }

    private Refund carryOut(Payment payment, Refund seen, RefundMove move) {
        Instant now = now();
        Refund moved = refunds.move(seen, move, now);
        if (move.state() == null) {
            return moved;
        }
        if (moved.state() == RefundState.SUCCEEDED) {
            ledger.refunded(payment.id(), payment.terms().price().currency(), moved.amount());
            book.refunded(payment, moved.amount(), now);
        } else if (moved.state() == RefundState.FAILED) {
            refunds.giveUp(moved);
        }
        tell(payment.id(), now);
        return moved;
    }

    private void tell(UUID paymentId, Instant now) {
        refunds.raiseVersion(paymentId);
        book.tell(paymentId, now);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
