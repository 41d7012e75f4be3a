package dev.firstcome.payment.charge;

import dev.firstcome.contracts.payment.PaymentReason;
import dev.firstcome.contracts.payment.PaymentState;
import dev.firstcome.payment.payment.Move;
import dev.firstcome.payment.payment.Payment;
import dev.firstcome.payment.payment.PaymentMoves;
import dev.firstcome.payment.shop.ShopAway;
import dev.firstcome.payment.work.Backoff;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;

/**
 * Goes on with a payment, from wherever it stands, until it has ended or must wait. It goes by the row alone, and every step
 * is a compare-and-set on it, so a step that was cut off at any point, or that two begin at once, is done once.
 */
@Service
public final class PaymentSteps {
    private static final Logger log = LoggerFactory.getLogger(PaymentSteps.class);
    private static final Duration SHOP_COMES_BACK = Duration.ofSeconds(2);

    private final PaymentMoves moves;
    private final Reserving reserving;
    private final Charging charging;
    private final Settlement settlement;
    private final Schedule schedule;

    PaymentSteps(PaymentMoves moves, Reserving reserving, Charging charging, Settlement settlement, Schedule schedule) {
        this.moves = moves;
        this.reserving = reserving;
        this.charging = charging;
        this.settlement = settlement;
        this.schedule = schedule;
    }

    /** @param seen the payment as it was seen when it was due */
    public void goOn(Payment seen) {
        switch (seen.state()) {
            case REQUESTED -> reserve(seen);
            case RESERVED -> charge(seen);
            case CHARGING, UNKNOWN -> askAgain(seen);
            case CAPTURED, DECLINED, REJECTED, CANCELLED, EXPIRED -> {}
        }
    }

    private void reserve(Payment payment) {
        if (schedule.isTooLate(payment)) {
            from(payment, Move.end(PaymentState.EXPIRED, PaymentReason.TOOK_TOO_LONG));
            return;
        }
        try {
            switch (reserving.reserve(payment)) {
                case Reserving.Reserved.Whole() -> chargeFrom(payment, PaymentState.RESERVED, PaymentState.CHARGING);
                case Reserving.Reserved.Lacking(var reason) -> from(payment, Move.end(PaymentState.REJECTED, reason));
                case Reserving.Reserved.Ended() -> from(payment, Move.later(SHOP_COMES_BACK));
            }
        } catch (ShopAway away) {
            log.warn("payment {} waits: {}", payment.id(), away.getMessage());
            from(payment, Move.later(Backoff.after(1, SHOP_COMES_BACK, SHOP_COMES_BACK)));
        }
    }

    private void charge(Payment payment) {
        if (schedule.isTooLate(payment)) {
            from(payment, Move.end(PaymentState.EXPIRED, PaymentReason.TOOK_TOO_LONG));
        } else {
            chargeFrom(payment, PaymentState.CHARGING);
        }
    }

    /** While the provider is not called, a payment waits where its user can still take it back. */
    private void chargeFrom(Payment payment, PaymentState... path) {
        Optional<Duration> away = schedule.providerAway();
        if (away.isPresent()) {
            from(
                    payment,
                    payment.state() == PaymentState.REQUESTED
                            ? Move.on(away.get(), PaymentState.RESERVED)
                            : Move.later(away.get()));
        } else {
            from(payment, Move.on(schedule.turn(), path).asking()).ifPresent(this::ask);
        }
    }

    /** Only who finds that the turn before is over gets the next. */
    private void askAgain(Payment payment) {
        from(payment, Move.later(schedule.turn()).asking()).ifPresent(this::ask);
    }

    private void ask(Payment payment) {
        switch (charging.ask(payment)) {
            case Verdict.Captured(var charged) -> settlement.captured(payment.id(), charged);
            case Verdict.Declined(var reason) -> settlement.declined(payment.id(), reason);
            case Verdict.Unclear(var failedKey) -> {
                Duration again = schedule.again(payment);
                Move next = payment.state() == PaymentState.CHARGING
                        ? Move.on(again, PaymentState.UNKNOWN)
                        : Move.later(again);
                from(payment, next.freshKey(failedKey));
            }
            case Verdict.NotAsked(var retryAfter) -> from(payment, Move.later(retryAfter));
            case Verdict.TurnOver() -> log.info("payment {}: another turn has begun", payment.id());
        }
    }

    /** Moves the payment if it still stands where it was seen. */
    private Optional<Payment> from(Payment seen, Move move) {
        Function<Payment, Optional<Move>> ifUnchanged = now ->
                now.state() == seen.state() && now.attempt() == seen.attempt() ? Optional.of(move) : Optional.empty();
        return moves.move(seen.id(), ifUnchanged);
    }
}
