package dev.firstcome.payment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.payment.PaymentService.Answer;
import dev.firstcome.payment.notice.TakenNotices;
import dev.firstcome.platform.ids.BucketedIds;
import dev.firstcome.platform.shards.Shards;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the provider says by itself, and what others say in its name. The provider's own answers are kept away here. */
class NoticesIT {
    private static PaymentService service;

    @BeforeAll
    static void start() {
        service = new PaymentService(
                "--payment.stripe.answer-timeout=400ms",
                "--payment.charge.turn=2s",
                "--payment.charge.ask-again=10m",
                "--payment.stripe.breaker-calls=1000");
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    void aNoticeSettlesWhatIsUnknownOnceAndWhatIsForgedSettlesNothing() {
        service.provider.faults("{\"outage\": \"hang\"}");
        UUID kim = service.ids.next();
        UUID shirt = service.shop.product(12_900, "KRW", 5);
        UUID payment =
                service.order(kim, PaymentService.one(shirt, "pm_card_visa")).id();
        service.becomes(kim, payment, "UNKNOWN");
        String notice = notice(payment, "evt_1", 12_900);
        long now = Instant.now().getEpochSecond();

        Refused.is(send(notice, null), 400, "SIGNATURE_INVALID");
        Refused.is(send(notice, signed(notice, now, "whsec_of_somebody_else")), 400, "SIGNATURE_INVALID");
        Refused.is(send(notice, signed(notice, now - 3600, Simulator.NOTICE_KEY)), 400, "SIGNATURE_INVALID");
        Refused.is(
                send(notice.replace("12900", "1"), signed(notice, now, Simulator.NOTICE_KEY)),
                400,
                "SIGNATURE_INVALID");
        assertThat(service.payment(kim, payment).text("state")).isEqualTo("UNKNOWN");

        String ofLess = notice(payment, "evt_0", 1);
        assertThat(send(ofLess, signed(ofLess, now, Simulator.NOTICE_KEY)).status())
                .isEqualTo(200);
        assertThat(service.payment(kim, payment).text("state")).isEqualTo("UNKNOWN");

        Answer taken = send(notice, signed(notice, now, Simulator.NOTICE_KEY));
        Answer repeated = send(notice, signed(notice, now, Simulator.NOTICE_KEY));

        assertThat(taken.status()).isEqualTo(200);
        assertThat(repeated.status()).isEqualTo(200);
        assertThat(service.payment(kim, payment).text("state")).isEqualTo("CAPTURED");
        assertThat(service.row(payment, Long.class, """
                        select count(distinct posting_id) from ledger_entry where payment_id = :payment""")).isEqualTo(1);
        service.provider.faults("{\"outage\": \"none\"}");
        areRemovedOnceTheyDoNotComeAgain(payment);
    }

    private static void areRemovedOnceTheyDoNotComeAgain(UUID payment) {
        Shards shards = service.part(Shards.class);
        String shard = shards.map().shardOf(BucketedIds.bucketOf(payment));
        service.change(
                payment,
                jdbc -> jdbc.sql(
                        "update provider_notice set taken_at = now() - interval '36 days' where notice_id = 'evt_1'"));

        int removed = service.part(TakenNotices.class).removeOlderThan(shard, Duration.ofDays(35), 1_000);

        assertThat(removed).isEqualTo(1);
        assertThat(service.row(payment, Long.class, "select count(*) from provider_notice where payment_id = :payment"))
                .as("evt_0, and what the provider itself has sent")
                .isPositive();
    }

    private static Answer send(String body, @org.jspecify.annotations.Nullable String signature) {
        return service.post(
                "/webhooks/psp", null, body, signature == null ? Map.of() : Map.of("Stripe-Signature", signature));
    }

    private static String notice(UUID payment, String id, long amount) {
        return """
                {"id": "%s", "object": "event", "api_version": "%s", "created": 1, "livemode": false,
                 "type": "payment_intent.succeeded", "pending_webhooks": 1,
                 "data": {"object": {"id": "pi_of_this_test", "object": "payment_intent", "amount": %d,
                   "currency": "krw", "status": "succeeded", "created": 1,
                   "metadata": {"payment_id": "%s"}}}}""".formatted(id, com.stripe.Stripe.API_VERSION, amount, payment);
    }

    private static String signed(String body, long at, String key) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            byte[] sum = mac.doFinal((at + "." + body).getBytes(StandardCharsets.UTF_8));
            return "t=" + at + ",v1=" + HexFormat.of().formatHex(sum);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
