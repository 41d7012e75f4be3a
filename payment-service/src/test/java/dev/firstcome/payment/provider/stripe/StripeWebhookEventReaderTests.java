package dev.firstcome.payment.provider.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.stripe.net.Webhook;
import dev.firstcome.payment.provider.Provider;
import dev.firstcome.payment.provider.WebhookEventReader.InvalidSignatureException;
import dev.firstcome.payment.provider.WebhookEventReader.WebhookEvent;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StripeWebhookEventReaderTests {
    private static final String SECRET = "whsec_test";
    private static final UUID PAYMENT = UUID.randomUUID();

    private final StripeWebhookEventReader reader = new StripeWebhookEventReader(new StripeProperties(
            URI.create("http://127.0.0.1:1"),
            "sk",
            SECRET,
            Duration.ofMinutes(5),
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            64,
            Duration.ofMillis(100),
            10,
            50,
            Duration.ofSeconds(1)));

    private static String event(String version) {
        return """
                {"id": "evt_1", "object": "event", "type": "payment_intent.succeeded", "api_version": "%s", "created": 1,
                 "data": {"object": {"id": "pi_1", "object": "payment_intent", "amount": 1000, "amount_received": 1000,
                    "currency": "krw", "status": "succeeded", "created": 1, "metadata": {"payment_id": "%s"}}}}
                """.formatted(version, PAYMENT);
    }

    private static String signed(String body) throws Exception {
        long time = Clock.systemUTC().instant().getEpochSecond();
        return "t=" + time + ",v1=" + Webhook.Util.computeHmacSha256(SECRET, time + "." + body);
    }

    /** A webhook endpoint keeps the API version of its account, which may differ from the library's version. */
    @Test
    void anEventOfAnotherApiVersionIsParsed() throws Exception {
        String body = event("2019-12-03");

        WebhookEvent read = reader.read(body, signed(body));

        assertThat(read.paymentId()).isEqualTo(PAYMENT);
        assertThat(read.intent())
                .isNotNull()
                .extracting(Provider.Intent::state)
                .isEqualTo(Provider.IntentState.SUCCEEDED);
    }

    @Test
    void aModifiedEventHasAnInvalidSignature() throws Exception {
        String signature = signed(event("2019-12-03"));

        assertThatExceptionOfType(InvalidSignatureException.class)
                .isThrownBy(() -> reader.read(event("2019-12-03").replace("1000", "1"), signature));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "t=abc,v1=00", "t=1", "v1=00", "t=99999999999999999999,v1=00", "t=1,v1=\u00ff"})
    void aMalformedSignatureIsInvalid(String signature) {
        assertThatExceptionOfType(InvalidSignatureException.class)
                .isThrownBy(() -> reader.read(event("2019-12-03"), signature));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "5", "[]", "{", "{\"id\": 5}"})
    void anUnsignedBodyIsRejected(String body) {
        assertThatExceptionOfType(InvalidSignatureException.class).isThrownBy(() -> reader.read(body, "t=1,v1=00"));
    }
}
