package dev.firstcome.payment.payment;

import dev.firstcome.contracts.payment.PaymentReason;
import dev.firstcome.contracts.payment.PaymentState;
import dev.firstcome.payment.standby.Standbys;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Service;

/** A user takes a payment back before it is charged. */
@Service
public final class PaymentCancel {
    private final Payments payments;
    private final PaymentMoves moves;
    private final Standbys standbys;

    PaymentCancel(Payments payments, PaymentMoves moves, Standbys standbys) {
        this.standbys = standbys;
        this.payments = payments;
        this.moves = moves;
    }

    /** What became of it. */
    public sealed interface Answer {
        /** Now or since before. */
        record Cancelled(Payment payment) implements Answer {}

        /** It is being charged, or has ended otherwise. */
        record TooLate(PaymentState state) implements Answer {}

        /** This user has no such payment. */
        record Unknown() implements Answer {}

        /** Its shard may lack that it was charged. */
        record Untrusted(String reason) implements Answer {}
    }

    public Answer cancel(UUID userId, UUID paymentId) {
        Optional<Payment> known =
                payments.find(paymentId).filter(found -> found.userId().equals(userId));
        if (known.isEmpty()) {
            return new Answer.Unknown();
        }
        Optional<String> untrusted = standbys.closed(known.get().bucket());
        if (untrusted.isPresent()) {
            return new Answer.Untrusted(untrusted.get());
        }
        Optional<Payment> moved = moves.move(paymentId, seen -> switch (seen.state()) {
            case REQUESTED, RESERVED -> Optional.of(Move.end(PaymentState.CANCELLED, PaymentReason.BY_USER));
            case CHARGING, CAPTURED, DECLINED, UNKNOWN, REJECTED, CANCELLED, EXPIRED -> Optional.empty();
        });
        if (moved.isPresent()) {
            return new Answer.Cancelled(moved.get());
        }
        Payment now = payments.find(paymentId).orElseThrow();
        return now.state() == PaymentState.CANCELLED ? new Answer.Cancelled(now) : new Answer.TooLate(now.state());
    }
}
