package dev.firstcome.payment;

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

/** What is unusual about payments becomes a sign, with its witnesses. */
class WatchingIT {
    private static final String CARD = "pm_card_visa";
    private static PaymentService service;

    private UUID kim;
    private UUID shirt;

    @BeforeAll
    static void start() {
        service = new PaymentService(
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
    void someoneComes() {
        kim = service.ids.next();
        shirt = service.shop.product(12_900, "KRW", 100);
    }

    @Test
    void aStormOfRepeatedCallsIsToldWithWhoCallsUnderWhichKeyAndForWhichPayment() {
        String key = "storm-7f3a-and-nobody-elses-business";
        UUID payment = service.order(kim, PaymentService.one(shirt, CARD), key).id();
        stormUntilRaised("payment.replays", "replayed", key);

        JsonNode sign = told("payment.replays", payment.toString());
        assertThat(sign.path("raised").asBoolean()).isTrue();
        assertThat(sign.path("witnesses").path(0).asString())
                .startsWith("user %s, key storm-7f, payment %s".formatted(kim, payment));
        assertThat(sign.toString()).doesNotContain("storm-7f3");
        JsonNode burst = told("payment.bursts", kim.toString());
        assertThat(burst.path("subject").asString()).isEqualTo("user");
        assertThat(burst.path("witnesses").path(0).asString()).startsWith("user " + kim + ": ");
        stormUntilRaised("payment.bursts", "card", key);
        assertThat(TopicRecords.of(Topics.PLATFORM_SIGNS).toString()).doesNotContain(CARD);
    }

    /** Repeats the storm: during a stall there are no calls, and what it raised is over. */
    private void stormUntilRaised(String sign, String subject, String key) {
        service.await(() -> {
            if (isRaised(sign, subject)) {
                return true;
            }
            try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
                for (int call = 0; call < 40; call++) {
                    threads.submit(() -> service.order(kim, PaymentService.one(shirt, CARD), key));
                }
            }
            return isRaised(sign, subject);
        });
    }

    @Test
    void whatIsUnknownForTooLongIsToldWithItsPayments() {
        service.provider.faults("{\"outage\": \"error\"}");
        UUID payment = service.order(kim, PaymentService.one(shirt, CARD)).id();

        JsonNode sign = told("payment.unknown", payment.toString());
        assertThat(sign.path("raised").asBoolean()).isTrue();
        assertThat(sign.path("witnesses").toString()).contains("user " + kim);
        assertThat(told("provider.errors", payment.toString()).path("subject").asString())
                .isEqualTo("unclear");
        service.provider.faults("{\"outage\": \"none\"}");
        service.becomes(kim, payment, "CAPTURED");
        String shard = sign.path("subject").asString();
        // The alert ends when this has been zero for a while, as HysteresisTests shows.
        service.await(() -> value("firstcome.payment.unknown", "shard", shard) == 0);
    }

    @Test
    void aForgedNoticeIsToldWithoutWhatItSays() {
        Refused.is(
                service.post(
                        "/webhooks/psp", null, "{\"id\": \"evt_forged\"}", Map.of("Stripe-Signature", "t=1,v1=00")),
                400,
                "SIGNATURE_INVALID");

        JsonNode sign = told("payment.notices", "from ");
        assertThat(sign.path("subject").asString()).isEqualTo("not genuine");
        assertThat(sign.toString()).doesNotContain("evt_forged");
    }

    private static boolean isRaised(String sign, String subject) {
        Gauge gauge = service.part(MeterRegistry.class)
                .find("firstcome.sign")
                .tag("sign", sign)
                .tag("subject", subject)
                .gauge();
        return gauge != null && gauge.value() == 1;
    }

    private static double value(String meter, String tag, String subject) {
        return service.part(MeterRegistry.class)
                .get(meter)
                .tag(tag, subject)
                .gauge()
                .value();
    }

    private static JsonNode told(String sign, String witness) {
        return service.await(
                () -> TopicRecords.of(Topics.PLATFORM_SIGNS).stream()
                        .filter(seen -> seen.path("sign").asString().equals(sign)
                                && seen.path("witnesses").toString().contains(witness))
                        .findFirst()
                        .orElse(null),
                found -> found != null);
    }
}
