package dev.firstcome.payment.provider.stripe;

import com.stripe.exception.InvalidRequestException;
import com.stripe.exception.StripeException;
import com.stripe.model.PaymentIntent;
import com.stripe.model.Refund;
import com.stripe.model.StripeError;
import dev.firstcome.contracts.payment.PaymentReason;
import dev.firstcome.payment.money.Money;
import dev.firstcome.payment.provider.Provider;
import dev.firstcome.payment.provider.Provider.IntentState;
import dev.firstcome.payment.provider.Provider.ProviderRefundState;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Maps objects of the Stripe library to the provider port. */
final class StripeMapper {
    static final String PAYMENT_ID = "payment_id";
    static final String REFUND_ID = "refund_id";

    private StripeMapper() {}

    static Provider.Intent read(PaymentIntent intent) {
        IntentState state = state(intent);
        return new Provider.Intent(
                intent.getId(),
                state,
                state == IntentState.REFUSED ? reason(intent) : null,
                new Money(intent.getAmount(), intent.getCurrency().toUpperCase(Locale.ROOT)),
                id(intent.getMetadata(), PAYMENT_ID),
                Instant.ofEpochSecond(intent.getCreated()));
    }

    private static IntentState state(PaymentIntent intent) {
        return switch (String.valueOf(intent.getStatus())) {
            case "succeeded" -> IntentState.SUCCEEDED;
            case "canceled" -> IntentState.CANCELLED;
            case "requires_confirmation" -> IntentState.UNCONFIRMED;
            case "requires_payment_method" ->
                intent.getLastPaymentError() == null ? IntentState.UNCONFIRMED : IntentState.REFUSED;
            // This shop supports neither 3-D Secure actions nor a separate capture.
            case "requires_action", "requires_capture" -> IntentState.REFUSED;
            default -> IntentState.PROCESSING;
        };
    }

    private static PaymentReason reason(PaymentIntent intent) {
        StripeError error = intent.getLastPaymentError();
        if (error == null) {
            return PaymentReason.AUTHENTICATION_REQUIRED;
        }
        if ("insufficient_funds".equals(error.getDeclineCode())) {
            return PaymentReason.INSUFFICIENT_FUNDS;
        }
        return switch (String.valueOf(error.getCode())) {
            case "expired_card" -> PaymentReason.CARD_EXPIRED;
            case "card_declined" -> PaymentReason.CARD_DECLINED;
            case "authentication_required" -> PaymentReason.AUTHENTICATION_REQUIRED;
            case "payment_method_invalid", "resource_missing" -> PaymentReason.PAYMENT_METHOD_INVALID;
            default -> PaymentReason.REFUSED_BY_PROVIDER;
        };
    }

    static Provider.ProviderRefund read(Refund refund) {
        ProviderRefundState state =
                switch (String.valueOf(refund.getStatus())) {
                    case "succeeded" -> ProviderRefundState.SUCCEEDED;
                    case "failed", "canceled" -> ProviderRefundState.FAILED;
                    default -> ProviderRefundState.PENDING;
                };
        return new Provider.ProviderRefund(
                refund.getId(),
                state,
                refund.getAmount(),
                id(refund.getMetadata(), REFUND_ID),
                refund.getPaymentIntent());
    }

    static @Nullable String paramOf(StripeException refusal) {
        return refusal instanceof InvalidRequestException invalid ? invalid.getParam() : null;
    }

    static @Nullable UUID id(@Nullable Map<String, String> metadata, String name) {
        String text = metadata == null ? null : metadata.get(name);
        try {
            return text == null ? null : UUID.fromString(text);
        } catch (IllegalArgumentException notCreatedByThisShop) {
            return null;
        }
    }
}
