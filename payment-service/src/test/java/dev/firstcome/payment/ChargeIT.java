package dev.firstcome.payment;

import static dev.firstcome.payment.ProblemAssertions.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.payment.RunningPaymentService.Response;
import dev.firstcome.testsupport.KillsProcesses;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Charges and refunds at a provider with late, failed or lost responses. Time-outs are short. */
class ChargeIT {
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
                "--payment.work.look-every=100ms");
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

    @ParameterizedTest
    @CsvSource({
        "pm_card_visa",
        "pm_sim_timeout_before",
        "pm_sim_timeout_after",
        "pm_sim_create_timeout",
        "pm_sim_500_then_success",
        "pm_sim_500_after",
        "pm_sim_slow_200",
        "pm_sim_drip",
        "pm_sim_cut",
        "pm_sim_webhook_duplicate",
        "pm_sim_webhook_late",
        "pm_sim_webhook_early",
        "pm_sim_processing_700"
    })
    void aChargeIsCapturedOnceDespiteProviderFaults(String card) {
        UUID payment =
                service.order(kim, RunningPaymentService.orderBody(shirt, card)).id();

        service.awaitState(kim, payment, "CAPTURED");

        assertThat(service.provider.captures(payment)).containsExactly(12_900L);
        assertThat(service.queryValue(payment, Long.class, """
                        select count(distinct posting_id) from ledger_entry where payment_id = :payment""")).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "pm_card_chargeDeclined,CARD_DECLINED",
        "pm_card_chargeDeclinedInsufficientFunds,INSUFFICIENT_FUNDS",
        "pm_card_chargeDeclinedExpiredCard,CARD_EXPIRED",
        "pm_card_authenticationRequired,AUTHENTICATION_REQUIRED",
        "no_such_card,PAYMENT_METHOD_INVALID"
    })
    void aRefusedChargeIsDeclinedAndItsIntentIsCancelled(String card, String reason) {
        UUID payment =
                service.order(kim, RunningPaymentService.orderBody(shirt, card)).id();

        Response declined = service.awaitState(kim, payment, "DECLINED");

        assertThat(declined.text("reason")).isEqualTo(reason);
        assertThat(service.provider.captures(payment)).isEmpty();
        assertThat(service.queryValue(
                        payment, Long.class, "select count(*) from ledger_entry where payment_id = :payment"))
                .isZero();
        String intent = service.queryValue(
                payment, String.class, "select coalesce(intent_id, '') from payment where payment_id = :payment");
        assertThat(intent.isEmpty() ? "canceled" : service.provider.statusOf(intent))
                .isEqualTo("canceled");
    }

    @Test
    void aPaymentIsChargedAfterAProviderOutage() {
        service.provider.injectFaults("{\"outage\": \"error\"}");
        UUID payment = service.order(kim, RunningPaymentService.orderBody(shirt, "pm_card_visa"))
                .id();
        service.awaitState(kim, payment, "UNKNOWN");

        service.provider.injectFaults("{\"outage\": \"none\"}");

        service.awaitState(kim, payment, "CAPTURED");
        assertThat(service.provider.captures(payment)).containsExactly(12_900L);
    }

    /** The provider replays a failed call for 24 hours, so the intent is created under a new key. */
    @Test
    void aFailedIntentCreationIsRetriedUnderANewKey() {
        service.provider.injectFaults("{\"error500Share\": 1.0}");
        UUID payment = service.order(kim, RunningPaymentService.orderBody(shirt, "pm_card_visa"))
                .id();
        service.awaitState(kim, payment, "UNKNOWN");
        service.provider.injectFaults("{}");

        service.awaitState(kim, payment, "CAPTURED");
        assertThat(service.provider.captures(payment)).containsExactly(12_900L);
    }

    @Test
    void aMissingIntentLeavesThePaymentUnknownAndBlocksNoOther() {
        service.provider.injectFaults("{\"outage\": \"hang\"}");
        UUID payment = service.order(kim, RunningPaymentService.orderBody(shirt, "pm_card_visa"))
                .id();
        service.awaitState(kim, payment, "UNKNOWN");
        service.update(payment, "update payment set intent_id = 'pi_missing' where payment_id = :payment");
        service.provider.injectFaults("{\"outage\": \"none\"}");

        String attempts = "select attempt from payment where payment_id = :payment";
        int attemptsBefore = service.queryValue(payment, Integer.class, attempts);
        service.await(() -> service.queryValue(payment, Integer.class, attempts) > attemptsBefore + 2);
        assertThat(service.payment(kim, payment).text("state")).isEqualTo("UNKNOWN");
        UUID other = service.order(service.ids.next(), RunningPaymentService.orderBody(shirt, "pm_card_visa"))
                .id();
        service.await(() -> service.provider.captures(other).size() == 1);
    }

    @Test
    @KillsProcesses
    void aProviderCrashCausesNoDuplicateCharge() {
        List<UUID> payments = Stream.generate(service.ids::next)
                .limit(20)
                .map(user -> service.order(user, RunningPaymentService.orderBody(shirt, "pm_sim_slow_100"))
                        .id())
                .toList();
        service.provider.kill();
        service.provider.restart();
        service.await(service.provider::isReady);

        for (UUID payment : payments) {
            service.await(() -> service.queryValue(
                            payment, String.class, "select state from payment where payment_id = :payment")
                    .equals("CAPTURED"));
            assertThat(service.provider.captures(payment)).containsExactly(12_900L);
        }
    }

    @Test
    void aPaymentCanBeCancelledOnlyBeforeItsCharge() {
        service.shop.blockReservations();
        UUID payment = service.order(kim, RunningPaymentService.orderBody(shirt, "pm_card_visa"))
                .id();
        String cancel = "/api/payments/" + payment + "/cancel";
        Response cancelled = service.post(cancel, service.tokens.of(kim), null, Map.of());
        service.shop.releaseReservations();
        Response repeated = service.post(cancel, service.tokens.of(kim), null, Map.of());

        assertThat(cancelled.status()).as(cancelled.toString()).isEqualTo(202);
        assertThat(repeated.status()).isEqualTo(202);
        assertThat(repeated.text("state")).isEqualTo("CANCELLED");
        UUID other = service.order(service.ids.next(), RunningPaymentService.orderBody(shirt, "pm_card_visa"))
                .id();
        service.await(() -> !service.provider.captures(other).isEmpty());
        assertThat(service.provider.captures(payment)).isEmpty();
        UUID charged = service.order(kim, RunningPaymentService.orderBody(shirt, "pm_card_visa"))
                .id();
        service.awaitState(kim, charged, "CAPTURED");
        assertProblem(
                service.post("/api/payments/" + charged + "/cancel", service.tokens.of(kim), null, Map.of()),
                409,
                "NOT_CANCELLABLE");
    }

    @Test
    void partialRefundsAreAcceptedUpToTheTotal() {
        UUID payment = captured("pm_card_visa");
        Map<String, Object> partial = Map.of("amount", Map.of("amount", 5_000, "currency", "KRW"));

        Response first = refund(payment, partial, "first");
        Response repeated = refund(payment, partial, "first");
        Response rest = refund(payment, Map.of(), "rest");
        Response tooMuch = refund(payment, Map.of("amount", Map.of("amount", 1, "currency", "KRW")), "more");

        assertThat(first.status()).as(first.toString()).isEqualTo(202);
        assertThat(repeated.response().body()).isEqualTo(first.response().body());
        assertThat(rest.body().path("amount").path("amount").asLong()).isEqualTo(7_900);
        assertProblem(tooMuch, 409, "NOT_REFUNDABLE");
        assertThat(service.provider.refunds(awaitRefunds(payment, 2))).containsExactlyInAnyOrder(5_000L, 7_900L);
        assertThat(service.queryValue(payment, Long.class, """
                        select sum(amount) from ledger_entry where payment_id = :payment and account = 'PROVIDER'""")).isZero();
    }

    @Test
    void aRefundWithALostResponseIsExecutedOnce() {
        UUID payment = captured("pm_sim_refund_unknown");

        refund(payment, Map.of(), "all");

        assertThat(service.provider.refunds(awaitRefunds(payment, 1))).containsExactly(12_900L);
    }

    @Test
    void aFailedRefundReleasesItsAmount() {
        UUID payment = captured("pm_sim_refund_fails");

        refund(payment, Map.of(), "all");

        Response failed = service.await(
                () -> service.payment(kim, payment),
                response -> response.body()
                        .path("refunds")
                        .findValuesAsString("state")
                        .contains("FAILED"));
        assertThat(service.queryValue(payment, Long.class, "select refunded from payment where payment_id = :payment"))
                .as(failed.toString())
                .isZero();
        assertThat(service.provider.captures(payment)).hasSize(1);
    }

    @Test
    void concurrentRefundsNeverExceedTheTotal() {
        UUID payment = captured("pm_card_visa");
        Map<String, Object> partial = Map.of("amount", Map.of("amount", 5_000, "currency", "KRW"));

        List<Integer> statuses = Stream.iterate(0, number -> number + 1)
                .limit(10)
                .parallel()
                .map(number -> refund(payment, partial, "n" + number).status())
                .toList();

        assertThat(statuses).filteredOn(status -> status == 202).hasSize(2);
        assertThat(service.provider.refunds(awaitRefunds(payment, 2))).containsExactly(5_000L, 5_000L);
    }

    /** The first call is in progress at the provider during the retry, so another key would refund twice. */
    @Test
    void aRefundWithASlowFirstCallIsExecutedOnce() {
        UUID payment = captured("pm_card_visa");
        Duration delay = Duration.ofSeconds(12);
        service.provider.injectFaults("{\"answerAfterMillis\": %d, \"forMillis\": 5000}".formatted(delay.toMillis()));
        long end = System.nanoTime() + delay.plusSeconds(1).toNanos();

        refund(payment, Map.of("amount", Map.of("amount", 5_000, "currency", "KRW")), "partial");

        awaitRefunds(payment, 1);
        service.await(() -> System.nanoTime() > end);
        service.provider.injectFaults("{}");
        assertThat(service.provider.refunds(payment)).containsExactly(5_000L);
    }

    @Test
    void aPaymentHasAtMost50Refunds() {
        UUID payment = captured("pm_card_visa");
        Map<String, Object> partial = Map.of("amount", Map.of("amount", 1, "currency", "KRW"));

        for (int number = 0; number < 50; number++) {
            assertThat(refund(payment, partial, "n" + number).status()).isEqualTo(202);
        }

        assertProblem(refund(payment, partial, "one-more"), 409, "REFUNDS_TOO_MANY");
        awaitRefunds(payment, 50);
    }

    private UUID captured(String card) {
        UUID payment =
                service.order(kim, RunningPaymentService.orderBody(shirt, card)).id();
        service.awaitState(kim, payment, "CAPTURED");
        return payment;
    }

    private Response refund(UUID payment, Map<String, Object> body, String key) {
        return service.await(
                () -> service.post(
                        "/api/payments/" + payment + "/refunds",
                        service.tokens.of(kim),
                        body,
                        Map.of("Idempotency-Key", key)),
                response -> response.status() != 503);
    }

    /** Waits until this number of refunds has succeeded. */
    private UUID awaitRefunds(UUID payment, int count) {
        service.await(() -> service.payment(kim, payment).body().path("refunds").findValuesAsString("state").stream()
                        .filter("SUCCEEDED"::equals)
                        .count()
                == count);
        return payment;
    }
}
