package dev.firstcome.payment.provider.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.stripe.net.Webhook;
import dev.firstcome.payment.provider.NoticeReader.NotGenuine;
import dev.firstcome.payment.provider.NoticeReader.Notice;
import dev.firstcome.payment.provider.Provider;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StripeNoticesTests {
    private static final String SECRET = "whsec_of_a_test";
    private static final UUID PAYMENT = UUID.randomUUID();

    private final StripeNotices notices = new StripeNotices(new StripeProperties(
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

    /** An endpoint's notices keep the version that the account had, whatever the library's is. */
    @Test
    void aNoticeOfAnotherVersionSaysWhatItSays() throws Exception {
        String body = event("2019-12-03");

        Notice notice = notices.read(body, signed(body));

        assertThat(notice.paymentId()).isEqualTo(PAYMENT);
        assertThat(notice.intent())
                .isNotNull()
                .extracting(Provider.Intent::state)
                .isEqualTo(Provider.IntentState.SUCCEEDED);
    }

    @Test
    void aNoticeThatWasChangedIsNotGenuine() throws Exception {
        String signature = signed(event("2019-12-03"));

        assertThatExceptionOfType(NotGenuine.class)
                .isThrownBy(() -> notices.read(event("2019-12-03").replace("1000", "1"), signature));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "t=abc,v1=00", "t=1", "v1=00", "t=99999999999999999999,v1=00", "t=1,v1=\u00ff"})
    void aMalformedSignatureIsNotGenuine(String signature) {
        assertThatExceptionOfType(NotGenuine.class).isThrownBy(() -> notices.read(event("2019-12-03"), signature));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "5", "[]", "{", "{\"id\": 5}"})
    void anUnsignedBodyOfAnyFormIsNotGenuine(String body) {
        assertThatExceptionOfType(NotGenuine.class).isThrownBy(() -> notices.read(body, "t=1,v1=00"));
    }
}
