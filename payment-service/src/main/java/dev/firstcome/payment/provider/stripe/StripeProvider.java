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
import dev.firstcome.payment.provider.stripe.ProviderGuard.Refusal;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Charges as Stripe's payment intents, by Stripe's own library. */
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
    public Made make(Charge charge, String key) {
        PaymentIntentCreateParams wanted = PaymentIntentCreateParams.builder()
                .setAmount(charge.money().amount())
                .setCurrency(charge.money().currency().toLowerCase(Locale.ROOT))
                .setPaymentMethod(charge.paymentMethod())
                .addPaymentMethodType("card")
                .putMetadata(StripeForm.PAYMENT_ID, charge.paymentId().toString())
                .build();
        try {
            return new Made.Intended(StripeForm.read(
                    guard.call("make", () -> stripe.v1().paymentIntents().create(wanted, under(key)))));
        } catch (Refusal refusal) {
            return new Made.Refused(
                    "payment_method".equals(StripeForm.paramOf(refusal.words()))
                            ? PaymentReason.PAYMENT_METHOD_INVALID
                            : PaymentReason.REFUSED_BY_PROVIDER);
        }
    }

    /** What the provider would never confirm is called off, so that nothing is left behind that could be charged. */
    @Override
    public Intent confirm(String intentId, String key) {
        try {
            return StripeForm.read(
                    guard.call("confirm", () -> stripe.v1().paymentIntents().confirm(intentId, under(key))));
        } catch (Refusal refusal) {
            StripeException words = refusal.words();
            if (words instanceof com.stripe.exception.CardException || UNEXPECTED_STATE.equals(words.getCode())) {
                return retrieve(intentId);
            }
            return cancel(intentId);
        }
    }

    @Override
    public Intent retrieve(String intentId) {
        return StripeForm.read(
                guard.call("retrieve", () -> stripe.v1().paymentIntents().retrieve(intentId)));
    }

    @Override
    public Optional<Intent> find(String intentId) {
        try {
            return Optional.of(retrieve(intentId));
        } catch (Refusal refusal) {
            if (MISSING.equals(refusal.words().getCode())) {
                return Optional.empty();
            }
            throw refusal;
        }
    }

    /** Under no key of ours: it comes to the same however often it is done, and a key would say for a day that it failed once. */
    @Override
    public Intent cancel(String intentId) {
        try {
            return StripeForm.read(
                    guard.call("cancel", () -> stripe.v1().paymentIntents().cancel(intentId)));
        } catch (Refusal refusal) {
            if (UNEXPECTED_STATE.equals(refusal.words().getCode())) {
                return retrieve(intentId);
            }
            throw refusal;
        }
    }

    @Override
    public List<Intent> findOf(UUID paymentId) {
        PaymentIntentSearchParams wanted = PaymentIntentSearchParams.builder()
                .setQuery("metadata['%s']:'%s'".formatted(StripeForm.PAYMENT_ID, paymentId))
                .setLimit(PAGE)
                .build();
        return guard.call("search", () -> stripe.v1().paymentIntents().search(wanted)).getData().stream()
                .map(StripeForm::read)
                .toList();
    }

    @Override
    public Optional<ProviderRefund> refund(WantedRefund wanted) {
        RefundCreateParams parameters = RefundCreateParams.builder()
                .setPaymentIntent(wanted.intentId())
                .setAmount(wanted.amount())
                .putMetadata(StripeForm.REFUND_ID, wanted.refundId().toString())
                .putMetadata(StripeForm.PAYMENT_ID, wanted.paymentId().toString())
                .build();
        try {
            return Optional.of(StripeForm.read(guard.call(
                    "refund", () -> stripe.v1().refunds().create(parameters, under("refund:" + wanted.key())))));
        } catch (Refusal refusal) {
            return Optional.empty();
        }
    }

    @Override
    public List<ProviderRefund> refundsOf(String intentId) {
        RefundListParams wanted = RefundListParams.builder()
                .setPaymentIntent(intentId)
                .setLimit(PAGE)
                .build();
        StripeCollection<Refund> found =
                guard.call("refunds", () -> stripe.v1().refunds().list(wanted));
        return found.getData().stream().map(StripeForm::read).toList();
    }

    @Override
    public Page made(Instant from, Instant to, @Nullable String after) {
        PaymentIntentListParams.Builder wanted = PaymentIntentListParams.builder()
                .setCreated(PaymentIntentListParams.Created.builder()
                        .setGte(from.getEpochSecond())
                        .setLt(to.getEpochSecond())
                        .build())
                .setLimit(PAGE);
        if (after != null) {
            wanted.setStartingAfter(after);
        }
        StripeCollection<PaymentIntent> found =
                guard.call("list", () -> stripe.v1().paymentIntents().list(wanted.build()));
        List<Intent> intents = found.getData().stream().map(StripeForm::read).toList();
        boolean more = Boolean.TRUE.equals(found.getHasMore()) && !intents.isEmpty();
        return new Page(intents, more ? intents.getLast().id() : null);
    }

    @Override
    public RefundPage givenBack(Instant from, Instant to, @Nullable String after) {
        RefundListParams.Builder wanted = RefundListParams.builder()
                .setCreated(RefundListParams.Created.builder()
                        .setGte(from.getEpochSecond())
                        .setLt(to.getEpochSecond())
                        .build())
                .setLimit(PAGE);
        if (after != null) {
            wanted.setStartingAfter(after);
        }
        StripeCollection<Refund> found =
                guard.call("list", () -> stripe.v1().refunds().list(wanted.build()));
        List<ProviderRefund> refunds =
                found.getData().stream().map(StripeForm::read).toList();
        boolean more = Boolean.TRUE.equals(found.getHasMore()) && !refunds.isEmpty();
        return new RefundPage(refunds, more ? refunds.getLast().id() : null);
    }

    private static RequestOptions under(String key) {
        return RequestOptions.builder().setIdempotencyKey(key).build();
    }
}
