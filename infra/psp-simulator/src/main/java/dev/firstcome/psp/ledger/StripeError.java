package dev.firstcome.psp.ledger;

import org.jspecify.annotations.Nullable;

/**
 * Stripe's error object, without embedded objects.
 *
 * @param param the invalid parameter
 */
public record StripeError(
        String type,
        @Nullable String code,
        @Nullable String declineCode,
        @Nullable String param,
        String message) {

    public static StripeError invalidRequest(String code, String message) {
        return new StripeError("invalid_request_error", code, null, null, message);
    }

    public static StripeError invalidParameter(String code, String param, String message) {
        return new StripeError("invalid_request_error", code, null, param, message);
    }

    public static StripeError cardDeclined(CardError error) {
        return new StripeError("card_error", error.code(), error.declineCode(), null, error.message());
    }

    public static StripeError internal() {
        return new StripeError("api_error", null, null, null, "An unknown error occurred");
    }
}
