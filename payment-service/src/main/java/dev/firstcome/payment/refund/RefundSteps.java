package dev.firstcome.payment.refund;

import dev.firstcome.contracts.payment.RefundState;
import dev.firstcome.payment.payment.PaymentBook;
import dev.firstcome.payment.provider.Provider;
import dev.firstcome.payment.provider.Provider.ProviderRefund;
import dev.firstcome.payment.provider.ProviderAway;
import dev.firstcome.payment.provider.ProviderUnclear;
import dev.firstcome.payment.refund.Refunds.Key;
import dev.firstcome.payment.refund.Refunds.RefundMove;
import dev.firstcome.payment.work.Backoff;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;

/**
 * Goes on with a refund until the provider has given the money back, or says that it never will. Whatever was unclear is
 * looked up first, and asked for again under the same key, so it is given back once. Another key is used only where every call
 * under the last one is known to be over and the provider has no such refund: a key whose call failed says so for a day.
 */
@Service
public final class RefundSteps {
    private static final Logger log = LoggerFactory.getLogger(RefundSteps.class);
    private static final Duration TURN = Duration.ofSeconds(15);
    private static final Duration AGAIN = Duration.ofSeconds(3);
    private static final Duration AGAIN_MAX = Duration.ofMinutes(10);

    private final RefundMoves moves;
    private final PaymentBook book;
    private final Provider provider;
    private final RefundWatching watching;

    RefundSteps(RefundMoves moves, PaymentBook book, Provider provider, RefundWatching watching) {
        this.moves = moves;
        this.book = book;
        this.provider = provider;
        this.watching = watching;
    }

    /** @param seen the refund as it was seen when it was due */
    void goOn(Refund seen) {
        String intent = book.find(seen.paymentId()).orElseThrow().intentId();
        if (intent == null) {
            throw new IllegalStateException("a refund of what nobody has charged: " + seen.paymentId());
        }
        RefundState next = seen.state() == RefundState.REQUESTED ? RefundState.SENT : null;
        from(seen, new RefundMove(next, TURN, true, Key.UNHEARD)).ifPresent(turn -> ask(turn, seen.unheard(), intent));
    }

    /** @param unheard whether an earlier call under this key may still be under way */
    private void ask(Refund turn, boolean unheard, String intent) {
        Optional<ProviderRefund> known;
        try {
            known = turn.attempt() > 1 ? existing(turn, intent) : Optional.empty();
        } catch (ProviderUnclear unclear) {
            isUnclear(turn, unclear);
            later(turn, Key.same(unheard));
            return;
        } catch (ProviderAway away) {
            from(turn, new RefundMove(null, away.retryAfter(), false, Key.same(unheard)));
            return;
        }
        if (known.isPresent()) {
            isGiven(turn, known.get());
        } else {
            give(turn, unheard, intent);
        }
    }

    private void give(Refund turn, boolean unheard, String intent) {
        try {
            // It may be refused since an earlier call, of which nothing was heard, has given it back meanwhile.
            provider.refund(wanted(turn, intent))
                    .or(() -> existing(turn, intent))
                    .ifPresentOrElse(
                            given -> isGiven(turn, given),
                            () -> end(turn.paymentId(), turn.id(), Provider.RefundState.FAILED));
        } catch (ProviderUnclear unclear) {
            isUnclear(turn, unclear);
            boolean over =
                    switch (unclear.over()) {
                        case NOTHING -> false;
                        case THIS_CALL -> !unheard;
                        case ITS_KEY -> true;
                    };
            later(turn, over ? Key.FRESH : Key.UNHEARD);
        } catch (ProviderAway away) {
            from(turn, new RefundMove(null, away.retryAfter(), false, Key.same(unheard)));
        }
    }

    private void isGiven(Refund turn, ProviderRefund given) {
        end(turn.paymentId(), turn.id(), given.state());
        if (given.state() == Provider.RefundState.PENDING) {
            later(turn, Key.HEARD);
        }
    }

    private void isUnclear(Refund turn, ProviderUnclear unclear) {
        log.warn("refund {}: {}, {}", turn.id(), unclear.getMessage(), unclear.getCause());
        watching.unclear(turn, unclear);
    }

    private static Provider.WantedRefund wanted(Refund turn, String intent) {
        return new Provider.WantedRefund(
                turn.id(), turn.paymentId(), intent, turn.amount(), turn.id() + ":" + turn.keyNumber());
    }

    private Optional<ProviderRefund> existing(Refund turn, String intent) {
        return provider.refundsOf(intent).stream()
                .filter(refund -> turn.id().equals(refund.refundId()))
                .findFirst();
    }

    private void later(Refund turn, Key key) {
        Duration again = Backoff.after(turn.attempt(), AGAIN, AGAIN_MAX);
        RefundState next = turn.state() == RefundState.SENT ? RefundState.UNKNOWN : null;
        from(turn, new RefundMove(next, again, false, key));
    }

    private Optional<Refund> from(Refund seen, RefundMove move) {
        return moves.move(
                seen.paymentId(),
                seen.id(),
                now -> now.state() == seen.state() && now.attempt() == seen.attempt()
                        ? Optional.of(move)
                        : Optional.empty());
    }

    /** Writes down what the provider says of a refund, once, whoever learns of it first. */
    public void heard(UUID paymentId, @Nullable UUID refundId, Provider.RefundState state) {
        if (refundId != null) {
            end(paymentId, refundId, state);
        }
    }

    private void end(UUID paymentId, UUID refundId, Provider.RefundState state) {
        RefundState end =
                switch (state) {
                    case PENDING -> null;
                    case SUCCEEDED -> RefundState.SUCCEEDED;
                    case FAILED -> RefundState.FAILED;
                };
        if (end == null) {
            return;
        }
        moves.move(paymentId, refundId, now -> {
            if (RefundTransitions.allows(now.state(), end)) {
                return Optional.of(new RefundMove(end, Duration.ZERO, false, Key.HEARD));
            }
            if (now.state() != end) {
                watching.contradiction(now, end);
            }
            return Optional.empty();
        });
    }
}
