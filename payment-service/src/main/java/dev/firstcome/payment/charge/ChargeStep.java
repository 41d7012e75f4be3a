package dev.firstcome.payment.charge;

import dev.firstcome.contracts.payment.PaymentReason;
import dev.firstcome.payment.money.Money;
import dev.firstcome.payment.payment.Payment;
import dev.firstcome.payment.payment.Payments;
import dev.firstcome.payment.provider.Provider;
import dev.firstcome.payment.provider.Provider.Intent;
import dev.firstcome.payment.provider.Provider.IntentCreation;
import dev.firstcome.payment.provider.Provider.IntentState;
import dev.firstcome.payment.provider.ProviderUnavailableException;
import dev.firstcome.payment.provider.UnknownProviderOutcomeException;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Executes one charge attempt at the provider. At most one intent of a payment is ever confirmed: its id is stored
 * before the confirmation and never replaced. An unknown outcome is queried before any retry. A payment is declined
 * only after its intent can never be charged, so a superseded attempt cannot charge it.
 */
@Component
class ChargeStep {
    private static final Logger log = LoggerFactory.getLogger(ChargeStep.class);

    /** Shorter than the provider's retention of idempotency keys (24 hours). */
    private static final Duration KEY_RETENTION = Duration.ofHours(23);

    private final Provider provider;
    private final Payments payments;
    private final ChargeProperties properties;
    private final ChargeAnomalyReporter anomalies;
    private final Clock clock;

    ChargeStep(
            Provider provider,
            Payments payments,
            ChargeProperties properties,
            ChargeAnomalyReporter anomalies,
            Clock clock) {
        this.provider = provider;
        this.payments = payments;
        this.properties = properties;
        this.anomalies = anomalies;
        this.clock = clock;
    }

    /** @param payment the payment as stored at the start of this attempt */
    ChargeResult execute(Payment payment) {
        if (payment.total() == 0) {
            return new ChargeResult.Captured(amountOf(payment));
        }
        try {
            String intentId = payment.intentId();
            return intentId == null ? createIntent(payment) : advance(payment, provider.retrieve(intentId));
        } catch (UnknownProviderOutcomeException unknown) {
            log.warn("payment {}: {}, {}", payment.id(), unknown.getMessage(), unknown.getCause());
            anomalies.unknownOutcome(payment, unknown);
            return new ChargeResult.Unknown(payment.intentId() == null
                    && unknown.completedCalls() != UnknownProviderOutcomeException.CompletedCalls.NONE);
        } catch (ProviderUnavailableException unavailable) {
            return new ChargeResult.NotCalled(unavailable.retryAfter());
        }
    }

    private ChargeResult createIntent(Payment payment) {
        Optional<Intent> earlier = isKeyExpired(payment) ? findIntent(payment) : Optional.empty();
        IntentCreation creation =
                earlier.isPresent() ? new IntentCreation.Created(earlier.get()) : callCreateIntent(payment);
        return switch (creation) {
            case IntentCreation.Refused(var reason) -> new ChargeResult.Declined(reason);
            case IntentCreation.Created(var intent) -> {
                if (!payments.storeIntentId(payment.id(), payment.attempt(), intent.id())) {
                    yield new ChargeResult.Superseded();
                }
                // On a retry the provider replays its first response, so the intent's current state must be read.
                yield advance(payment, payment.attempt() > 1 ? provider.retrieve(intent.id()) : intent);
            }
        };
    }

    private boolean isKeyExpired(Payment payment) {
        return payment.attempt() > 1 && payment.createdAt().plus(KEY_RETENTION).isBefore(clock.instant());
    }

    private Optional<Intent> findIntent(Payment payment) {
        return provider.findByPayment(payment.id()).stream()
                .filter(intent -> intent.state() != IntentState.CANCELLED)
                .findFirst();
    }

    private IntentCreation callCreateIntent(Payment payment) {
        Payment.Terms terms = payment.terms();
        String key = payment.keyNumber() == 1 ? payment.id().toString() : payment.id() + ":make:" + payment.keyNumber();
        return provider.createIntent(new Provider.Charge(payment.id(), amountOf(payment), terms.paymentMethod()), key);
    }

    /** Confirms an unconfirmed intent or cancels it if it is too old, then resolves its state. */
    private ChargeResult advance(Payment payment, Intent intent) {
        return switch (intent.state()) {
            case UNCONFIRMED ->
                payment.createdAt().plus(properties.giveUpAfter()).isBefore(clock.instant())
                        ? resolve(payment, provider.cancel(intent.id()), PaymentReason.TIMED_OUT)
                        : resolve(
                                payment,
                                provider.confirm(intent.id(), payment.id() + ":" + payment.attempt()),
                                PaymentReason.REFUSED_BY_PROVIDER);
            case PROCESSING, SUCCEEDED, REFUSED, CANCELLED ->
                resolve(payment, intent, PaymentReason.REFUSED_BY_PROVIDER);
        };
    }

    /** @param defaultReason reason of a decline for which the provider gives none */
    private ChargeResult resolve(Payment payment, Intent intent, PaymentReason defaultReason) {
        return switch (intent.state()) {
            case SUCCEEDED -> captured(payment, intent);
            case CANCELLED -> new ChargeResult.Declined(Objects.requireNonNullElse(intent.reason(), defaultReason));
            case UNCONFIRMED, PROCESSING -> new ChargeResult.Unknown(false);
            case REFUSED -> {
                PaymentReason reason = Objects.requireNonNullElse(intent.reason(), defaultReason);
                Intent cancelled = provider.cancel(intent.id());
                yield cancelled.state() == IntentState.REFUSED
                        ? new ChargeResult.Unknown(false)
                        : resolve(payment, cancelled, reason);
            }
        };
    }

    private static Money amountOf(Payment payment) {
        return new Money(payment.total(), payment.terms().price().currency());
    }

    private ChargeResult captured(Payment payment, Intent intent) {
        // A wrong amount stays unknown: every retry reports the contradiction.
        if (!intent.money().equals(amountOf(payment))) {
            anomalies.contradiction(
                    payment,
                    "the total is %s, and the provider charged %s".formatted(amountOf(payment), intent.money()));
            return new ChargeResult.Unknown(false);
        }
        return new ChargeResult.Captured(intent.money());
    }
}
