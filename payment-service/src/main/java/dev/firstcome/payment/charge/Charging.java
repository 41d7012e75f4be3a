package dev.firstcome.payment.charge;

import dev.firstcome.contracts.payment.PaymentReason;
import dev.firstcome.payment.money.Money;
import dev.firstcome.payment.payment.Payment;
import dev.firstcome.payment.payment.Payments;
import dev.firstcome.payment.provider.Provider;
import dev.firstcome.payment.provider.Provider.Intent;
import dev.firstcome.payment.provider.Provider.IntentState;
import dev.firstcome.payment.provider.Provider.Made;
import dev.firstcome.payment.provider.ProviderAway;
import dev.firstcome.payment.provider.ProviderUnclear;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * One turn of asking the provider about a payment. There is one intent for each payment, ever: it is made under the payment's
 * id, its name is noted before it is confirmed, and whatever was unclear is looked up before anything is tried again. A
 * payment counts as declined only once its intent can never be charged any more, so that nobody who comes late charges it.
 */
@Component
class Charging {
    private static final Logger log = LoggerFactory.getLogger(Charging.class);

    /** Shorter than the provider remembers a key. */
    private static final Duration KEY_REMEMBERED = Duration.ofHours(23);

    private final Provider provider;
    private final Payments payments;
    private final ChargeProperties properties;
    private final ChargeWatching watching;
    private final Clock clock;

    Charging(Provider provider, Payments payments, ChargeProperties properties, ChargeWatching watching, Clock clock) {
        this.provider = provider;
        this.payments = payments;
        this.properties = properties;
        this.watching = watching;
        this.clock = clock;
    }

    /** @param payment as it is since this turn began */
    Verdict ask(Payment payment) {
        if (payment.total() == 0) {
            return new Verdict.Captured(charged(payment));
        }
        try {
            String known = payment.intentId();
            return known == null ? begin(payment) : look(payment, provider.retrieve(known));
        } catch (ProviderUnclear unclear) {
            log.warn("payment {}: {}, {}", payment.id(), unclear.getMessage(), unclear.getCause());
            watching.unclear(payment, unclear);
            return new Verdict.Unclear(payment.intentId() == null && unclear.over() != ProviderUnclear.Over.NOTHING);
        } catch (ProviderAway away) {
            return new Verdict.NotAsked(away.retryAfter());
        }
    }

    private Verdict begin(Payment payment) {
        Optional<Intent> earlier = forgottenKey(payment) ? existing(payment) : Optional.empty();
        Made made = earlier.isPresent() ? new Made.Intended(earlier.get()) : make(payment);
        return switch (made) {
            case Made.Refused(var reason) -> new Verdict.Declined(reason);
            case Made.Intended(var intent) -> {
                if (!payments.name(payment.id(), payment.attempt(), intent.id())) {
                    yield new Verdict.TurnOver();
                }
                // What was said when it was made is said again, whatever has become of it since.
                yield look(payment, payment.attempt() > 1 ? provider.retrieve(intent.id()) : intent);
            }
        };
    }

    private boolean forgottenKey(Payment payment) {
        return payment.attempt() > 1 && payment.createdAt().plus(KEY_REMEMBERED).isBefore(clock.instant());
    }

    private Optional<Intent> existing(Payment payment) {
        return provider.findOf(payment.id()).stream()
                .filter(intent -> intent.state() != IntentState.CANCELLED)
                .findFirst();
    }

    private Made make(Payment payment) {
        Payment.Terms terms = payment.terms();
        String key = payment.keyNumber() == 1 ? payment.id().toString() : payment.id() + ":make:" + payment.keyNumber();
        return provider.make(new Provider.Charge(payment.id(), charged(payment), terms.paymentMethod()), key);
    }

    private Verdict look(Payment payment, Intent intent) {
        return switch (intent.state()) {
            case UNCONFIRMED ->
                payment.createdAt().plus(properties.giveUpAfter()).isBefore(clock.instant())
                        ? afterwards(payment, provider.cancel(intent.id()), PaymentReason.TOOK_TOO_LONG)
                        : afterwards(
                                payment,
                                provider.confirm(intent.id(), payment.id() + ":" + payment.attempt()),
                                PaymentReason.REFUSED_BY_PROVIDER);
            case PROCESSING, SUCCEEDED, REFUSED, CANCELLED ->
                afterwards(payment, intent, PaymentReason.REFUSED_BY_PROVIDER);
        };
    }

    /** @param otherwise why it is declined, if the provider does not say */
    private Verdict afterwards(Payment payment, Intent intent, PaymentReason otherwise) {
        return switch (intent.state()) {
            case SUCCEEDED -> captured(payment, intent);
            case CANCELLED -> new Verdict.Declined(Objects.requireNonNullElse(intent.reason(), otherwise));
            case UNCONFIRMED, PROCESSING -> new Verdict.Unclear(false);
            case REFUSED -> {
                PaymentReason reason = Objects.requireNonNullElse(intent.reason(), otherwise);
                Intent closed = provider.cancel(intent.id());
                yield closed.state() == IntentState.REFUSED
                        ? new Verdict.Unclear(false)
                        : afterwards(payment, closed, reason);
            }
        };
    }

    private static Money charged(Payment payment) {
        return new Money(payment.total(), payment.terms().price().currency());
    }

    private Verdict captured(Payment payment, Intent intent) {
        // What was charged is not what was agreed on: it is looked at again and again, and said each time.
        if (!intent.money().equals(charged(payment))) {
            watching.contradiction(
                    payment, "it is over %s, and %s was charged".formatted(charged(payment), intent.money()));
            return new Verdict.Unclear(false);
        }
        return new Verdict.Captured(intent.money());
    }
}
