package dev.firstcome.payment;

import static dev.firstcome.payment.ProblemAssertions.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.payment.RunningPaymentService.Response;
import dev.firstcome.payment.webhook.ProcessedWebhookEvents;
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

/** Tests genuine and forged webhook events. The provider's API responses are delayed, so that only events count. */
class ProviderWebhookIT {
    private static RunningPaymentService service;

    @BeforeAll
    static void start() {
        service = new RunningPaymentService(
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
    void aGenuineEventCapturesAnUnknownPaymentOnceAndForgedEventsHaveNoEffect() {
        service.provider.injectFaults("{\"outage\": \"hang\"}");
        UUID kim = service.ids.next();
        UUID shirt = service.shop.product(12_900, "KRW", 5);
        UUID payment = service.order(kim, RunningPaymentService.orderBody(shirt, "pm_card_visa"))
                .id();
        service.awaitState(kim, payment, "UNKNOWN");
        String event = event(payment, "evt_1", 12_900);
        long now = Instant.now().getEpochSecond();

        assertProblem(send(event, null), 400, "SIGNATURE_INVALID");
        assertProblem(send(event, sign(event, now, "whsec_of_another_endpoint")), 400, "SIGNATURE_INVALID");
        assertProblem(send(event, sign(event, now - 3600, ProviderSimulator.WEBHOOK_SECRET)), 400, "SIGNATURE_INVALID");
        assertProblem(
                send(event.replace("12900", "1"), sign(event, now, ProviderSimulator.WEBHOOK_SECRET)),
                400,
                "SIGNATURE_INVALID");
        assertThat(service.payment(kim, payment).text("state")).isEqualTo("UNKNOWN");

        String lowerAmount = event(payment, "evt_0", 1);
        assertThat(send(lowerAmount, sign(lowerAmount, now, ProviderSimulator.WEBHOOK_SECRET))
                        .status())
                .isEqualTo(200);
        assertThat(service.payment(kim, payment).text("state")).isEqualTo("UNKNOWN");

        Response first = send(event, sign(event, now, ProviderSimulator.WEBHOOK_SECRET));
        Response repeated = send(event, sign(event, now, ProviderSimulator.WEBHOOK_SECRET));

        assertThat(first.status()).isEqualTo(200);
        assertThat(repeated.status()).isEqualTo(200);
        assertThat(service.payment(kim, payment).text("state")).isEqualTo("CAPTURED");
        assertThat(service.queryValue(payment, Long.class, """
                        select count(distinct posting_id) from ledger_entry where payment_id = :payment""")).isEqualTo(1);
        service.provider.injectFaults("{\"outage\": \"none\"}");
        expiredEventsAreRemoved(payment);
    }

    private static void expiredEventsAreRemoved(UUID payment) {
        Shards shards = service.bean(Shards.class);
        String shard = shards.map().shardOf(BucketedIds.bucketOf(payment));
        service.update(
                payment,
                jdbc -> jdbc.sql(
                        "update provider_notice set taken_at = now() - interval '36 days' where notice_id = 'evt_1'"));

        int removed = service.bean(ProcessedWebhookEvents.class).removeOlderThan(shard, Duration.ofDays(35), 1_000);

        assertThat(removed).isEqualTo(1);
        assertThat(service.queryValue(
                        payment, Long.class, "select count(*) from provider_notice where payment_id = :payment"))
                .as("evt_0 and the events of the provider itself")
                .isPositive();
    }

    private static Response send(String body, @org.jspecify.annotations.Nullable String signature) {
        return service.post(
                "/webhooks/psp", null, body, signature == null ? Map.of() : Map.of("Stripe-Signature", signature));
    }

    private static String event(UUID payment, String id, long amount) {
        return """
                {"id": "%s", "object": "event", "api_version": "%s", "created": 1, "livemode": false,
                 "type": "payment_intent.succeeded", "pending_webhooks": 1,
                 "data": {"object": {"id": "pi_of_this_test", "object": "payment_intent", "amount": %d,
                   "currency": "krw", "status": "succeeded", "created": 1,
                   "metadata": {"payment_id": "%s"}}}}""".formatted(id, com.stripe.Stripe.API_VERSION, amount, payment);
    }

    private static String sign(String body, long at, String key) {
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
