package dev.firstcome.payment.charge;

import dev.firstcome.contracts.payment.PaymentReason;
import dev.firstcome.contracts.payment.PaymentState;
import dev.firstcome.payment.money.Money;
import dev.firstcome.payment.payment.Move;
import dev.firstcome.payment.payment.Payment;
import dev.firstcome.payment.payment.PaymentMoves;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/**
 * Writes down how a charge ended, once, whoever learns of it first: the call itself, a later look, or a notice. The same end
 * again is no news; another end than the one that stands is a contradiction, which changes nothing and is said loudly.
 */
@Service
public final class Settlement {
    private final PaymentMoves moves;
    private final ChargeWatching watching;
    private final MeterRegistry meters;

    Settlement(PaymentMoves moves, ChargeWatching watching, MeterRegistry meters) {
        this.moves = moves;
        this.watching = watching;
        this.meters = meters;
    }

    /**
     * The provider has charged so much for it.
     *
     * @param charged another amount than the payment's total is a contradiction
     */
    public void captured(UUID paymentId, Money charged) {
        moves.move(paymentId, seen -> {
            if (seen.total() == charged.amount()
                    && seen.terms().price().currency().equals(charged.currency())) {
                return end(seen, PaymentState.CAPTURED, null);
            }
            contradiction(seen, PaymentState.CAPTURED + " with " + charged);
            return Optional.empty();
        });
    }

    /** The provider has not charged it and never will. */
    public void declined(UUID paymentId, PaymentReason reason) {
        moves.move(paymentId, seen -> end(seen, PaymentState.DECLINED, reason));
    }

    private Optional<Move> end(Payment seen, PaymentState end, @Nullable PaymentReason reason) {
        return switch (seen.state()) {
            case CHARGING, UNKNOWN -> {
                meters.counter("firstcome.payment.ended", "state", end.name()).increment();
                yield Optional.of(Move.end(end, reason));
            }
            case REQUESTED, RESERVED, CAPTURED, DECLINED, REJECTED, CANCELLED, EXPIRED -> {
                if (seen.state() != end) {
                    contradiction(seen, end.name());
                }
                yield Optional.empty();
            }
        };
    }

    private void contradiction(Payment seen, String said) {
        watching.contradiction(seen, "it is %s, and the provider says %s".formatted(seen.state(), said));
    }
}
