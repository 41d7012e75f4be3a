package dev.firstcome.psp.api;

import org.jspecify.annotations.Nullable;

/**
 * A rendered HTTP response and its delivery.
 *
 * @param originalRequestId the request that first received this response; null for a new response
 * @param onSent idempotent action after the response; it runs early if the response is dripped or withheld
 */
public record RenderedResponse(
        int status,
        byte[] body,
        ResponseDelivery delivery,
        @Nullable String originalRequestId,
        Runnable onSent) {
    public static RenderedResponse complete(int status, byte[] body) {
        return new RenderedResponse(status, body, ResponseDelivery.COMPLETE, null, () -> {});
    }
}
