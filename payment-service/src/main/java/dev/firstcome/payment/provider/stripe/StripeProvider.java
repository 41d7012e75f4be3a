package dev.firstcome.payment.provider.stripe;

import com.stripe.StripeClient;
import com.stripe.exception.StripeException;
import com.stripe.model.PaymentIntent;
import com.stripe.model.Refund;
import com.stripe.model.StripeCollection;
import com.stripe.net.RequestOptions;
import com.stripe.param.PaymentIntentCreateParams;
import com.stripe.param.PaymentIntentListParams;
import com.stripe.param.PaymentIntentSearchParams;
import com.stripe.param.RefundCreateParams;
import com.stripe.param.RefundListParams;
import dev.firstcome.contracts.payment.PaymentReason;
import dev.firstcome.payment.provider.Provider;
import dev.firstcome.payment.provider.stripe.ProviderGuard.ProviderRefusalException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Provider on payment intents of Stripe, through the Stripe library. */
final class StripeProvider implements Provider {
    private static final String UNEXPECTED_STATE = "payment_intent_unexpected_state";
    private static final String MISSING = "resource_missing";
    private static final long PAGE = 100;

    private final StripeClient stripe;
    private final ProviderGuard guard;

    StripeProvider(StripeClient stripe, ProviderGuard guard) {
        this.stripe = stripe;
        this.guard = guard;
    }

    @Override
    public IntentCreation createIntent(Charge charge, String key) {
        PaymentIntentCreateParams parameters = PaymentIntentCreateParams.builder()
                .setAmount(charge.money().amount())
                .setCurrency(charge.money().currency().toLowerCase(Locale.ROOT))
                .setPaymentMethod(charge.paymentMethod())
                .addPaymentMethodType("card")
                .putMetadata(StripeMapper.PAYMENT_ID, charge.paymentId().toString())
                .build();
        try {
            return new IntentCreation.Created(StripeMapper.read(
                    guard.call("make", () -> stripe.v1().paymentIntents().create(parameters, withKey(key)))));
        } catch (ProviderRefusalException refusal) {
            return new IntentCreation.Refused(
                    "payment_method".equals(StripeMapper.paramOf(refusal.stripeException()))
                            ? PaymentReason.PAYMENT_METHOD_INVALID
                            : PaymentReason.REFUSED_BY_PROVIDER);
        }
    }

    /** Cancels an intent whose confirmation is refused permanently, so no chargeable intent is left. */
    @Override
    public Intent confirm(String intentId, String key) {
        try {
            return StripeMapper.read(
                    guard.call("confirm", () -> stripe.v1().paymentIntents().confirm(intentId, withKey(key))));
        } catch (ProviderRefusalException refusal) {
            StripeException cause = refusal.stripeException();
            if (cause instanceof com.stripe.exception.CardException || UNEXPECTED_STATE.equals(cause.getCode())) {
                return retrieve(intentId);
            }
            return cancel(intentId);
        }
    }

    @Override
    public Intent retrieve(String intentId) {
        return StripeMapper.read(
                guard.call("retrieve", () -> stripe.v1().paymentIntents().retrieve(intentId)));
    }

    @Override
    public Optional<Intent> find(String intentId) {
        try {
            return Optional.of(retrieve(intentId));
        } catch (ProviderRefusalException refusal) {
            if (MISSING.equals(refusal.stripeException().getCode())) {
                return Optional.empty();
            }
            throw refusal;
        }
    }

    /** Sends no idempotency key: cancelling is idempotent, and a key would replay a failure for 24 hours. */
    @Override
    public Intent cancel(String intentId) {
        try {
            return StripeMapper.read(
                    guard.call("cancel", () -> stripe.v1().paymentIntents().cancel(intentId)));
        } catch (ProviderRefusalException refusal) {
            if (UNEXPECTED_STATE.equals(refusal.stripeException().getCode())) {
                return retrieve(intentId);
            }
            throw refusal;
        }
    }

    @Override
    public List<Intent> findByPayment(UUID paymentId) {
        PaymentIntentSearchParams parameters = PaymentIntentSearchParams.builder()
                .setQuery("metadata['%s']:'%s'".formatted(StripeMapper.PAYMENT_ID, paymentId))
                .setLimit(PAGE)
                .build();
        return guard.call("search", () -> stripe.v1().paymentIntents().search(parameters)).getData().stream()
                .map(StripeMapper::read)
                .toList();
    }

    @Override
    public Optional<ProviderRefund> refund(RefundRequest request) {
        RefundCreateParams parameters = RefundCreateParams.builder()
                .setPaymentIntent(request.intentId())
                .setAmount(request.amount())
                .putMetadata(StripeMapper.REFUND_ID, request.refundId().toString())
                .putMetadata(StripeMapper.PAYMENT_ID, request.paymentId().toString())
                .build();
        try {
            return Optional.of(StripeMapper.read(guard.call(
                    "refund", () -> stripe.v1().refunds().create(parameters, withKey("refund:" + request.key())))));
        } catch (ProviderRefusalException refusal) {
            return Optional.empty();
        }
    }

    @Override
    public List<ProviderRefund> refundsOf(String intentId) {
        RefundListParams parameters = RefundListParams.builder()
                .setPaymentIntent(intentId)
                .setLimit(PAGE)
                .build();
        StripeCollection<Refund> found =
                guard.call("refunds", () -> stripe.v1().refunds().list(parameters));
        return found.getData().stream().map(StripeMapper::read).toList();
    }

    @Override
    public IntentPage listIntents(Instant from, Instant to, @Nullable String after) {
        PaymentIntentListParams.Builder parameters = PaymentIntentListParams.builder()
                .setCreated(PaymentIntentListParams.Created.builder()
                        .setGte(from.getEpochSecond())
                        .setLt(to.getEpochSecond())
                        .build())
                .setLimit(PAGE);
        if (after != null) {
            parameters.setStartingAfter(after);
        }
        StripeCollection<PaymentIntent> found =
                guard.call("list", () -> stripe.v1().paymentIntents().list(parameters.build()));
        List<Intent> intents = found.getData().stream().map(StripeMapper::read).toList();
        boolean more = Boolean.TRUE.equals(found.getHasMore()) && !intents.isEmpty();
        return new IntentPage(intents, more ? intents.getLast().id() : null);
    }

    @Override
    public RefundPage listRefunds(Instant from, Instant to, @Nullable String after) {
        RefundListParams.Builder parameters = RefundListParams.builder()
                .setCreated(RefundListParams.Created.builder()
                        .setGte(from.getEpochSecond())
                        .setLt(to.getEpochSecond())
                        .build())
                .setLimit(PAGE);
        if (after != null) {
            parameters.setStartingAfter(after);
        }
        StripeCollection<Refund> found =
                guard.call("list", () -> stripe.v1().refunds().list(parameters.build()));
        List<ProviderRefund> refunds =
                found.getData().stream().map(StripeMapper::read).toList();
        boolean more = Boolean.TRUE.equals(found.getHasMore()) && !refunds.isEmpty();
        return new RefundPage(refunds, more ? refunds.getLast().id() : null);
    }

    private static RequestOptions withKey(String key) {
        return RequestOptions.builder().setIdempotencyKey(key).build();
    }
}
