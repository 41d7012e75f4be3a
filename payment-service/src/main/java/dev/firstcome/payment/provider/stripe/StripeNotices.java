package dev.firstcome.payment.provider.stripe;

import com.stripe.exception.EventDataObjectDeserializationException;
import com.stripe.exception.SignatureVerificationException;
import com.stripe.model.Event;
import com.stripe.model.EventDataObjectDeserializer;
import com.stripe.model.PaymentIntent;
import com.stripe.model.Refund;
import com.stripe.model.StripeObject;
import com.stripe.net.Webhook;
import dev.firstcome.payment.provider.NoticeReader;
import dev.firstcome.payment.provider.Provider;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Stripe's webhooks, whose signature covers the body and the time. */
final class StripeNotices implements NoticeReader {
    private static final Logger log = LoggerFactory.getLogger(StripeNotices.class);

    private final String secret;
    private final long secondsOld;

    StripeNotices(StripeProperties properties) {
        this.secret = properties.webhookSecret();
        this.secondsOld = properties.noticeAge().toSeconds();
    }

    @Override
    public Notice read(String body, String signature) throws NotGenuine {
        try {
            // Before the body is parsed: only the provider's own bodies are.
            Webhook.Signature.verifyHeader(body, signature, secret, secondsOld);
            Event event = Webhook.constructEvent(body, signature, secret, secondsOld);
            StripeObject object = objectOf(event);
            if (object instanceof PaymentIntent intent) {
                Provider.Intent read = StripeForm.read(intent);
                return new Notice(event.getId(), event.getType(), read.paymentId(), read, null);
            }
            if (object instanceof Refund refund) {
                return new Notice(
                        event.getId(),
                        event.getType(),
                        StripeForm.id(refund.getMetadata(), StripeForm.PAYMENT_ID),
                        null,
                        StripeForm.read(refund));
            }
            return new Notice(event.getId(), event.getType(), null, null, null);
        } catch (SignatureVerificationException | NumberFormatException | com.google.gson.JsonParseException forged) {
            throw new NotGenuine("its signature is not the provider's, or old", forged);
        }
    }

    /** A notice of another version of the API than the library's is read as far as it goes: what we need is in all of them. */
    private static @Nullable StripeObject objectOf(Event event) {
        EventDataObjectDeserializer data = event.getDataObjectDeserializer();
        return data.getObject().orElseGet(() -> {
            try {
                return data.deserializeUnsafe();
            } catch (EventDataObjectDeserializationException unreadable) {
                log.warn("notice {}, {}, cannot be read: {}", event.getId(), event.getType(), unreadable.getMessage());
                return null;
            }
        });
    }
}
