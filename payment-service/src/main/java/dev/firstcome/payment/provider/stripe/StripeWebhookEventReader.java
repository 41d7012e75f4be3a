package dev.firstcome.payment.provider.stripe;

import com.stripe.exception.EventDataObjectDeserializationException;
import com.stripe.exception.SignatureVerificationException;
import com.stripe.model.Event;
import com.stripe.model.EventDataObjectDeserializer;
import com.stripe.model.PaymentIntent;
import com.stripe.model.Refund;
import com.stripe.model.StripeObject;
import com.stripe.net.Webhook;
import dev.firstcome.payment.provider.Provider;
import dev.firstcome.payment.provider.WebhookEventReader;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads Stripe webhooks. The signature covers the body and the time. */
final class StripeWebhookEventReader implements WebhookEventReader {
    private static final Logger log = LoggerFactory.getLogger(StripeWebhookEventReader.class);

    private final String secret;
    private final long maxAgeSeconds;

    StripeWebhookEventReader(StripeProperties properties) {
        this.secret = properties.webhookSecret();
        this.maxAgeSeconds = properties.noticeAge().toSeconds();
    }

    @Override
    public WebhookEvent read(String body, String signature) throws InvalidSignatureException {
        try {
            // Verified before parsing: the body is untrusted until then.
            Webhook.Signature.verifyHeader(body, signature, secret, maxAgeSeconds);
            Event event = Webhook.constructEvent(body, signature, secret, maxAgeSeconds);
            StripeObject object = objectOf(event);
            if (object instanceof PaymentIntent intent) {
                Provider.Intent read = StripeMapper.read(intent);
                return new WebhookEvent(event.getId(), event.getType(), read.paymentId(), read, null);
            }
            if (object instanceof Refund refund) {
                return new WebhookEvent(
                        event.getId(),
                        event.getType(),
                        StripeMapper.id(refund.getMetadata(), StripeMapper.PAYMENT_ID),
                        null,
                        StripeMapper.read(refund));
            }
            return new WebhookEvent(event.getId(), event.getType(), null, null, null);
        } catch (SignatureVerificationException | NumberFormatException | com.google.gson.JsonParseException forged) {
            throw new InvalidSignatureException("webhook signature is invalid or too old", forged);
        }
    }

    /** Reads events of other API versions leniently: all versions contain the fields that are used here. */
    private static @Nullable StripeObject objectOf(Event event) {
        EventDataObjectDeserializer data = event.getDataObjectDeserializer();
        return data.getObject().orElseGet(() -> {
            try {
                return data.deserializeUnsafe();
            } catch (EventDataObjectDeserializationException unreadable) {
                log.warn(
                        "webhook event {} of type {} cannot be parsed: {}",
                        event.getId(),
                        event.getType(),
                        unreadable.getMessage());
                return null;
            }
        });
    }
}
