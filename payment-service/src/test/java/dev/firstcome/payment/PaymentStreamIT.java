package dev.firstcome.payment;

import static dev.firstcome.payment.ProblemAssertions.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.payment.PaymentStreamClient.Event;
import dev.firstcome.testsupport.KillsProcesses;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Event streams of payments. */
class PaymentStreamIT {
    private static final String CARD = "pm_card_visa";
    private static RunningPaymentService service;

    private UUID kim;
    private UUID shirt;

    @BeforeAll
    static void start() {
        service = new RunningPaymentService(
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
    void createUserAndProduct() {
        kim = service.ids.next();
        shirt = service.shop.product(12_900, "KRW", 100);
    }

    @AfterEach
    void removeFaults() {
        service.shop.releaseReservations();
        service.provider.injectFaults("{\"outage\": \"none\"}");
    }

    @Test
    @KillsProcesses
    void aStreamSendsEachStateInOrderAndCompletes() {
        UUID payment = requested();
        service.provider.injectFaults("{\"outage\": \"hang\"}");
        try (PaymentStreamClient reader = service.openStream(kim, payment, null)) {
            service.await(() -> reader.hasReceived("REQUESTED"));
            service.shop.releaseReservations();
            service.await(() -> reader.hasReceived("CHARGING"));
            service.provider.kill();
            service.await(() -> reader.hasReceived("UNKNOWN"));
            service.provider.restart();
            service.await(reader::isComplete);

            assertThat(reader.states()).containsExactly("REQUESTED", "CHARGING", "UNKNOWN", "CAPTURED");
            assertThat(reader.events()).extracting(Event::name).containsOnly("payment");
            assertThat(reader.events()).extracting(Event::id).containsExactly("1", "2", "3", "4");
            Event last = reader.events().getLast();
            assertThat(last.body().path("history").findValuesAsString("state"))
                    .containsExactly("REQUESTED", "RESERVED", "CHARGING", "UNKNOWN", "CAPTURED");
            assertThat(last.data())
                    .isEqualTo(service.payment(kim, payment).response().body());
        }
    }

    @Test
    void aResumedStreamSendsNoDuplicates() {
        UUID payment = requested();
        String seen;
        try (PaymentStreamClient first = service.openStream(kim, payment, null)) {
            service.await(() -> first.hasReceived("REQUESTED"));
            seen = first.events().getLast().id();
        }
        try (PaymentStreamClient second = service.openStream(kim, payment, seen)) {
            service.shop.releaseReservations();
            service.await(second::isComplete);
            assertThat(second.states()).doesNotContain("REQUESTED").endsWith("CAPTURED");
            seen = second.events().getLast().id();
        }
        try (PaymentStreamClient third = service.openStream(kim, payment, seen)) {
            service.await(third::isComplete);
            assertThat(third.events()).isEmpty();
        }
    }

    @Test
    void aFinalPaymentSendsOneEventAndCompletes() {
        UUID payment = captured();
        try (PaymentStreamClient reader = service.openStream(kim, payment, null)) {
            service.await(reader::isComplete);
            assertThat(reader.events()).singleElement().satisfies(event -> {
                assertThat(event.state()).isEqualTo("CAPTURED");
                assertThat(event.data())
                        .isEqualTo(service.payment(kim, payment).response().body());
            });
        }
    }

    @Test
    void aStreamStaysOpenUntilItsRefundsAreFinal() {
        UUID payment = captured();
        service.provider.injectFaults("{\"outage\": \"error\"}");
        service.post(
                "/api/payments/" + payment + "/refunds",
                service.tokens.of(kim),
                Map.of(),
                Map.of("Idempotency-Key", "all"));
        try (PaymentStreamClient reader = service.openStream(kim, payment, null)) {
            service.await(() ->
                    reader.events().stream().anyMatch(event -> event.refunds().equals(List.of("UNKNOWN"))));
            assertThat(reader.isComplete()).isFalse();
            service.provider.injectFaults("{\"outage\": \"none\"}");

            service.await(reader::isComplete);
            assertThat(reader.states()).containsOnly("CAPTURED");
            assertThat(reader.events().getLast().refunds()).containsExactly("SUCCEEDED");
        }
    }

    /** Simulates a change by another instance: this process learns of it only from the shard. */
    @Test
    void aChangeByAnotherInstanceIsSent() {
        UUID payment = requested();
        try (PaymentStreamClient reader = service.openStream(kim, payment, null);
                PaymentStreamClient other = service.openStream(kim, payment, null)) {
            service.await(() -> reader.hasReceived("REQUESTED") && other.hasReceived("REQUESTED"));
            service.update(payment, "update payment set version = 40 where payment_id = :payment");

            service.await(() -> reader.events().size() == 2 && other.events().size() == 2);
            assertThat(reader.events()).extracting(Event::id).containsExactly("1", "40");
        }
    }

    @Test
    void aUserCannotStreamAnotherUsersPayment() {
        UUID payment = captured();
        String path = "/api/payments/" + payment + "/events";

        assertProblem(service.get(path, service.tokens.of(service.ids.next())), 404, "NOT_FOUND");
        assertProblem(
                service.get("/api/payments/" + service.ids.next() + "/events", service.tokens.of(kim)),
                404,
                "NOT_FOUND");
        assertProblem(service.get(path, null), 401, "UNAUTHENTICATED");
        assertProblem(service.get(path + "?lastEventId=x", service.tokens.of(kim)), 400, "INVALID_FIELD");
        assertThat(body(path + "?lastEventId=3")).contains("COMPLETE").doesNotContain("event: payment");
        assertThat(body(path + "?lastEventId=999"))
                .as("unknown event id")
                .contains("COMPLETE", "id: 3", "event: payment");
    }

    private String body(String path) {
        return service.get(path, service.tokens.of(kim)).response().body();
    }

    /** Creates a payment whose reservations are blocked. */
    private UUID requested() {
        service.shop.blockReservations();
        return service.order(kim, RunningPaymentService.orderBody(shirt, CARD)).id();
    }

    private UUID captured() {
        UUID payment =
                service.order(kim, RunningPaymentService.orderBody(shirt, CARD)).id();
        service.awaitState(kim, payment, "CAPTURED");
        return payment;
    }
}
