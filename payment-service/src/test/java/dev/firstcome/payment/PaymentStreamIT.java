package dev.firstcome.payment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.payment.PaymentReader.Event;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Payments as those see them who watch them change. */
class PaymentStreamIT {
    private static final String CARD = "pm_card_visa";
    private static PaymentService service;

    private UUID kim;
    private UUID shirt;

    @BeforeAll
    static void start() {
        service = new PaymentService(
                "--payment.stripe.answer-timeout=30s",
                "--payment.stripe.breaker-calls=1000",
                "--payment.charge.turn=2m",
                "--payment.charge.ask-again=200ms",
                "--payment.charge.ask-again-max=1s",
                "--payment.work.look-every=100ms",
                "--platform.streams.look-every=20ms");
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

    @AfterEach
    void allIsWell() {
        service.shop.letGo();
        service.provider.faults("{\"outage\": \"none\"}");
    }

    @Test
    void whoWasThereBeforeSeesEachStateInItsOrderAndTheStreamIsComplete() {
        UUID payment = requested();
        service.provider.faults("{\"outage\": \"hang\"}");
        try (PaymentReader reader = service.reads(kim, payment, null)) {
            service.await(() -> reader.hears("REQUESTED"));
            service.shop.letGo();
            service.await(() -> reader.hears("CHARGING"));
            service.provider.kill();
            service.await(() -> reader.hears("UNKNOWN"));
            service.provider.startAgain();
            service.await(reader::isComplete);

            assertThat(reader.states()).containsExactly("REQUESTED", "CHARGING", "UNKNOWN", "CAPTURED");
            assertThat(reader.heard()).extracting(Event::name).containsOnly("payment");
            assertThat(reader.heard()).extracting(Event::id).containsExactly("1", "2", "3", "4");
            Event last = reader.heard().getLast();
            assertThat(last.body().path("history").findValuesAsString("state"))
                    .containsExactly("REQUESTED", "RESERVED", "CHARGING", "UNKNOWN", "CAPTURED");
            assertThat(last.data())
                    .isEqualTo(service.payment(kim, payment).response().body());
        }
    }

    @Test
    void whoGoesOnIsToldNothingTwice() {
        UUID payment = requested();
        String seen;
        try (PaymentReader first = service.reads(kim, payment, null)) {
            service.await(() -> first.hears("REQUESTED"));
            seen = first.heard().getLast().id();
        }
        try (PaymentReader second = service.reads(kim, payment, seen)) {
            service.shop.letGo();
            service.await(second::isComplete);
            assertThat(second.states()).doesNotContain("REQUESTED").endsWith("CAPTURED");
            seen = second.heard().getLast().id();
        }
        try (PaymentReader third = service.reads(kim, payment, seen)) {
            service.await(third::isComplete);
            assertThat(third.heard()).isEmpty();
        }
    }

    @Test
    void ofWhatHasEndedThereIsOneEventAndTheEnd() {
        UUID payment = captured();
        try (PaymentReader reader = service.reads(kim, payment, null)) {
            service.await(reader::isComplete);
            assertThat(reader.heard()).singleElement().satisfies(event -> {
                assertThat(event.state()).isEqualTo("CAPTURED");
                assertThat(event.data())
                        .isEqualTo(service.payment(kim, payment).response().body());
            });
        }
    }

    @Test
    void whatGoesBackIsSeenUntilItIsThere() {
        UUID payment = captured();
        service.provider.faults("{\"outage\": \"error\"}");
        service.post(
                "/api/payments/" + payment + "/refunds",
                service.tokens.of(kim),
                Map.of(),
                Map.of("Idempotency-Key", "all"));
        try (PaymentReader reader = service.reads(kim, payment, null)) {
            service.await(() ->
                    reader.heard().stream().anyMatch(event -> event.refunds().equals(List.of("UNKNOWN"))));
            assertThat(reader.isComplete()).isFalse();
            service.provider.faults("{\"outage\": \"none\"}");

            service.await(reader::isComplete);
            assertThat(reader.states()).containsOnly("CAPTURED");
            assertThat(reader.heard().getLast().refunds()).containsExactly("SUCCEEDED");
        }
    }

    /** As another instance changes it: this process hears of it from the shard alone. */
    @Test
    void whatAnotherInstanceChangesIsSeen() {
        UUID payment = requested();
        try (PaymentReader reader = service.reads(kim, payment, null);
                PaymentReader other = service.reads(kim, payment, null)) {
            service.await(() -> reader.hears("REQUESTED") && other.hears("REQUESTED"));
            service.change(payment, "update payment set version = 40 where payment_id = :payment");

            service.await(() -> reader.heard().size() == 2 && other.heard().size() == 2);
            assertThat(reader.heard()).extracting(Event::id).containsExactly("1", "40");
        }
    }

    @Test
    void nobodyWatchesAnothersPayment() {
        UUID payment = captured();
        String path = "/api/payments/" + payment + "/events";

        Refused.is(service.get(path, service.tokens.of(service.ids.next())), 404, "NOT_FOUND");
        Refused.is(
                service.get("/api/payments/" + service.ids.next() + "/events", service.tokens.of(kim)),
                404,
                "NOT_FOUND");
        Refused.is(service.get(path, null), 401, "UNAUTHENTICATED");
        Refused.is(service.get(path + "?lastEventId=x", service.tokens.of(kim)), 400, "INVALID_FIELD");
        assertThat(body(path + "?lastEventId=3")).contains("COMPLETE").doesNotContain("event: payment");
        assertThat(body(path + "?lastEventId=999"))
                .as("an id that the payment never had")
                .contains("COMPLETE", "id: 3", "event: payment");
    }

    private String body(String path) {
        return service.get(path, service.tokens.of(kim)).response().body();
    }

    /** A payment that waits for the shop. */
    private UUID requested() {
        service.shop.holds();
        return service.order(kim, PaymentService.one(shirt, CARD)).id();
    }

    private UUID captured() {
        UUID payment = service.order(kim, PaymentService.one(shirt, CARD)).id();
        service.becomes(kim, payment, "CAPTURED");
        return payment;
    }
}
