package dev.firstcome.payment.provider.stripe;

import com.stripe.exception.SignatureVerificationException;
import com.stripe.model.Event;
import com.stripe.model.PaymentIntent;
import com.stripe.model.Refund;
import com.stripe.model.StripeObject;
import com.stripe.net.Webhook;
import dev.firstcome.payment.provider.NoticeReader;
import dev.firstcome.payment.provider.Provider;

/** Stripe's webhooks, whose signature covers the body and the time. */
final class StripeNotices implements NoticeReader {
    private final String secret;
    private final long secondsOld;

    StripeNotices(StripeProperties properties) {
        this.secret = properties.webhookSecret();
        this.secondsOld = properties.noticeAge().toSeconds();
    }

    @Override
    public Notice read(String body, String signature) throws NotGenuine {
        try {
            Event event = Webhook.constructEvent(body, signature, secret, secondsOld);
            StripeObject object = event.getDataObjectDeserializer().getObject().orElse(null);
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
        } catch (SignatureVerificationException | com.google.gson.JsonParseException forged) {
            throw new NotGenuine("its signature is not the provider's, or old", forged);
        }
    }
}
