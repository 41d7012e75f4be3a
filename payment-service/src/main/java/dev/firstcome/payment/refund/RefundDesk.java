package dev.firstcome.payment.refund;

import dev.firstcome.payment.idempotency.IdempotencyKeys;
import dev.firstcome.payment.idempotency.IdempotencyKeys.Answer;
import dev.firstcome.payment.idempotency.IdempotencyKeys.Call;
import dev.firstcome.payment.idempotency.IdempotencyKeys.Claim;
import dev.firstcome.payment.idempotency.IdempotencyKeys.Work;
import dev.firstcome.payment.money.Money;
import dev.firstcome.payment.payment.Payment;
import dev.firstcome.payment.payment.PaymentBook;
import dev.firstcome.payment.refund.RefundMoves.Requested;
import dev.firstcome.platform.shards.Shards;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** Takes refunds in, each once under its key. What is given back of a payment never comes to more than was charged. */
@Service
public final class RefundDesk {
    private static final Duration LEASE = Duration.ofSeconds(8);

    private final Shards shards;
    private final IdempotencyKeys keys;
    private final PaymentBook book;
    private final RefundMoves moves;
    private final RefundTexts texts;

    RefundDesk(Shards shards, IdempotencyKeys keys, PaymentBook book, RefundMoves moves, RefundTexts texts) {
        this.shards = shards;
        this.keys = keys;
        this.book = book;
        this.moves = moves;
        this.texts = texts;
    }

    /** What became of a call. */
    public sealed interface Outcome {
        /** @param replayed whether an earlier call under the key was answered so */
        record Answered(Answer answer, boolean replayed) implements Outcome {}

        /** Another call under this key is at it. */
        record Busy() implements Outcome {}

        /** The key was used for another refund. */
        record Mismatch() implements Outcome {}

        /** This user has no such payment. */
        record Unknown() implements Outcome {}

        /** The payment is in another currency. */
        record OtherCurrency(String currency) implements Outcome {}
    }

    /** @param amount null: all that is left */
    public Outcome request(UUID paymentId, @Nullable Money amount, Call call) {
        Optional<Payment> payment =
                book.find(paymentId).filter(found -> found.userId().equals(call.userId()));
        if (payment.isEmpty()) {
            return new Outcome.Unknown();
        }
        String currency = payment.get().terms().price().currency();
        if (amount != null && !amount.currency().equals(currency)) {
            return new Outcome.OtherCurrency(currency);
        }
        UUID fresh = moves.freshId(paymentId);
        return switch (keys.claim(call, fresh, LEASE)) {
            case Claim.Done(var answer) -> new Outcome.Answered(answer, true);
            case Claim.Busy(var refundId) -> new Outcome.Busy();
            case Claim.Mismatch() -> new Outcome.Mismatch();
            case Claim.Mine(var work) -> work(payment.get(), amount, work);
        };
    }

    private Outcome work(Payment payment, @Nullable Money amount, Work work) {
        Money currency = new Money(0, payment.terms().price().currency());
        return shards.transact(payment.bucket(), () -> {
            Requested requested =
                    moves.request(work.resourceId(), payment.id(), amount == null ? null : amount.amount());
            Answer answer =
                    switch (requested) {
                        case Requested.Taken(var refundId, var given) ->
                            texts.accepted(payment.id(), refundId, currency.of(given));
                        case Requested.NotRefundable(var left) -> texts.notRefundable(currency.of(left));
                        case Requested.TooMany(var most) -> texts.tooMany(most);
                    };
            if (!keys.finish(work, answer)) {
                throw new LeaseLost();
            }
            return new Outcome.Answered(answer, false);
        });
    }

    /** Somebody else works under the key by now: nothing of this work may stay. */
    static final class LeaseLost extends org.springframework.dao.ConcurrencyFailureException {
        private static final long serialVersionUID = 1;

        LeaseLost() {
            super("another call works under this key");
        }
    }
}
