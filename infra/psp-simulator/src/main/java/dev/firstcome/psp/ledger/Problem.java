package dev.firstcome.psp.ledger;

import org.jspecify.annotations.Nullable;

/**
 * Stripe's error object, without what is embedded.
 *
 * @param param the parameter that is at fault
 */
public record Problem(
        String type,
        @Nullable String code,
        @Nullable String declineCode,
        @Nullable String param,
        String message) {

    public static Problem invalid(String code, String message) {
        return new Problem("invalid_request_error", code, null, null, message);
    }

    public static Problem parameter(String code, String param, String message) {
        return new Problem("invalid_request_error", code, null, param, message);
    }

    public static Problem declined(CardError error) {
        return new Problem("card_error", error.code(), error.declineCode(), null, error.message());
    }

    public static Problem server() {
        return new Problem("api_error", null, null, null, "An unknown error occurred");
    }
}
