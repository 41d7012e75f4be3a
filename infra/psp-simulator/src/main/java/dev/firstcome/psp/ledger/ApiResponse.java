package dev.firstcome.psp.ledger;

import org.jspecify.annotations.Nullable;

/**
 * The result of a request. It determines the response bytes completely, so that a replay is byte-identical.
 *
 * @param status HTTP status
 * @param error null on success
 * @param withheld the response is never sent, also not to retries with the same idempotency key
 */
public record ApiResponse(
        int status,
        @Nullable StripeError error,
        @Nullable Intent intent,
        @Nullable Refund refund,
        boolean withheld) {

    public static ApiResponse of(Intent intent) {
        return new ApiResponse(200, null, intent, null, false);
    }

    public static ApiResponse of(Refund refund) {
        return new ApiResponse(200, null, null, refund, false);
    }

    public static ApiResponse error(int status, StripeError error, @Nullable Intent embedded) {
        return new ApiResponse(status, error, embedded, null, false);
    }

    public static ApiResponse neverSent() {
        return new ApiResponse(0, null, null, null, true);
    }

    ApiResponse withIntent(@Nullable Intent other) {
        return new ApiResponse(status, error, other, refund, withheld);
    }
}
