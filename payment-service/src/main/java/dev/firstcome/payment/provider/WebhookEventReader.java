package dev.firstcome.payment.provider;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Port that verifies and parses webhook events of the provider. */
public interface WebhookEventReader {
    /**
     * A verified webhook event.
     *
     * @param id the provider's id of the event; redeliveries have the same id
     * @param paymentId id of the payment; null if the event is about no payment of this shop
     * @param intent the intent when the event was created; null for other events
     * @param refund the refund when the event was created; null for other events
     */
    record WebhookEvent(
            String id,
            String type,
            @Nullable UUID paymentId,
            Provider.@Nullable Intent intent,
            Provider.@Nullable ProviderRefund refund) {}

    /** The signature is missing, wrong or too old. */
    final class InvalidSignatureException extends Exception {
        private static final long serialVersionUID = 1;

        public InvalidSignatureException(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /**
     * @param body the unchanged request body; the signature covers its bytes
     * @param signature value of the signature header
     */
    WebhookEvent read(String body, String signature) throws InvalidSignatureException;
}
