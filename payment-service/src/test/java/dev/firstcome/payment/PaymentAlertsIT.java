package dev.firstcome.payment;

import static dev.firstcome.payment.ProblemAssertions.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.contracts.Topics;
import dev.firstcome.platform.testing.TopicRecords;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Tests that anomalies of payments raise alerts with samples. */
class PaymentAlertsIT {
    private static final String CARD = "pm_card_visa";
    private static RunningPaymentService service;

    private UUID kim;
    private UUID shirt;

    @BeforeAll
    static void start() {
        service = new RunningPaymentService(
                "--payment.stripe.answer-timeout=600ms",
                "--payment.stripe.breaker-calls=1000",
                "--payment.charge.turn=3s",
                "--payment.charge.ask-again=200ms",
                "--payment.charge.ask-again-max=1s",
                "--payment.work.look-every=100ms",
                "--payment.watching.unknown-for=1s",
                "--payment.watching.look-every=200ms");
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @BeforeEach
    void createUserAndProduct() {
        kim = service.ids.next();
        shirt = service.shop.product(12_900, "KRW", 100);
    }

    @Test
    void manyRepeatedRequestsRaiseAnAlertWithUserKeyPrefixAndPayment() {
        String key = "storm-7f3a-and-a-secret-rest";
        UUID payment = service.order(kim, RunningPaymentService.orderBody(shirt, CARD), key)
                .id();
        requestUntilRaised("payment.replays", "replayed", key);

        JsonNode alert = awaitAlert("payment.replays", payment.toString());
        assertThat(alert.path("raised").asBoolean()).isTrue();
        assertThat(alert.path("samples").path(0).asString())
                .startsWith("user %s, key storm-7f, payment %s".formatted(kim, payment));
        assertThat(alert.toString()).doesNotContain("storm-7f3");
        JsonNode rateAlert = awaitAlert("payment.bursts", kim.toString());
        assertThat(rateAlert.path("subject").asString()).isEqualTo("user");
        assertThat(rateAlert.path("samples").path(0).asString()).startsWith("user " + kim + ": ");
        requestUntilRaised("payment.bursts", "card", key);
        assertThat(TopicRecords.of(Topics.PLATFORM_ALERTS).toString()).doesNotContain(CARD);
    }

    /** Repeats the requests until the alert is raised. During a stall no requests arrive, and the alert is cleared. */
    private void requestUntilRaised(String alert, String subject, String key) {
        service.await(() -> {
            if (isRaised(alert, subject)) {
                return true;
            }
            try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
                for (int call = 0; call < 40; call++) {
                    threads.submit(() -> service.order(kim, RunningPaymentService.orderBody(shirt, CARD), key));
                }
            }
            return isRaised(alert, subject);
        });
    }

    @Test
    void paymentsInStateUnknownRaiseAnAlertWithTheirIds() {
        service.provider.injectFaults("{\"outage\": \"error\"}");
        UUID payment =
                service.order(kim, RunningPaymentService.orderBody(shirt, CARD)).id();

        JsonNode alert = awaitAlert("payment.unknown", payment.toString());
        assertThat(alert.path("raised").asBoolean()).isTrue();
        assertThat(alert.path("samples").toString()).contains("user " + kim);
        assertThat(awaitAlert("provider.errors", payment.toString())
                        .path("subject")
                        .asString())
                .isEqualTo("unclear");
        service.provider.injectFaults("{\"outage\": \"none\"}");
        service.awaitState(kim, payment, "CAPTURED");
        String shard = alert.path("subject").asString();
        // The alert is cleared after this has been zero for some time, as HysteresisTests shows.
        service.await(() -> value("firstcome.payment.unknown", "shard", shard) == 0);
    }

    @Test
    void aForgedWebhookEventRaisesAnAlertWithoutItsContent() {
        assertProblem(
                service.post(
                        "/webhooks/psp", null, "{\"id\": \"evt_forged\"}", Map.of("Stripe-Signature", "t=1,v1=00")),
                400,
                "SIGNATURE_INVALID");

        JsonNode alert = awaitAlert("payment.notices", "from ");
        assertThat(alert.path("subject").asString()).isEqualTo("not genuine");
        assertThat(alert.toString()).doesNotContain("evt_forged");
    }

    private static boolean isRaised(String alert, String subject) {
        Gauge gauge = service.bean(MeterRegistry.class)
                .find("firstcome.alert")
                .tag("alert", alert)
                .tag("subject", subject)
                .gauge();
        return gauge != null && gauge.value() == 1;
    }

    private static double value(String meter, String tag, String subject) {
        return service.bean(MeterRegistry.class)
                .get(meter)
                .tag(tag, subject)
                .gauge()
                .value();
    }

    private static JsonNode awaitAlert(String alert, String sample) {
        return service.await(
                () -> TopicRecords.of(Topics.PLATFORM_ALERTS).stream()
                        .filter(seen -> seen.path("alert").asString().equals(alert)
                                && seen.path("samples").toString().contains(sample))
                        .findFirst()
                        .orElse(null),
                found -> found != null);
    }
}
