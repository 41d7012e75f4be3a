package dev.firstcome.payment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.payment.PaymentService.Answer;
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

/** Charges at a provider that answers late, wrongly, or not at all; and money that goes back. Time-outs are short here. */
class ChargeIT {
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
                "--payment.work.look-every=100ms");
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
    void whateverTheProviderDoesTheChargeIsMadeOnceAndKnown(String card) {
        UUID payment = service.order(kim, PaymentService.one(shirt, card)).id();

        service.becomes(kim, payment, "CAPTURED");

        assertThat(service.provider.captures(payment)).containsExactly(12_900L);
        assertThat(service.row(payment, Long.class, """
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
    void whatTheProviderRefusesIsDeclinedForAReasonAndCanNeverBeCharged(String card, String reason) {
        UUID payment = service.order(kim, PaymentService.one(shirt, card)).id();

        Answer declined = service.becomes(kim, payment, "DECLINED");

        assertThat(declined.text("reason")).isEqualTo(reason);
        assertThat(service.provider.captures(payment)).isEmpty();
        assertThat(service.row(payment, Long.class, "select count(*) from ledger_entry where payment_id = :payment"))
                .isZero();
        String intent = service.row(
                payment, String.class, "select coalesce(intent_id, '') from payment where payment_id = :payment");
        assertThat(intent.isEmpty() ? "canceled" : service.provider.statusOf(intent))
                .isEqualTo("canceled");
    }

    @Test
    void aPaymentWaitsWhileTheProviderIsOutAndIsChargedWhenItIsBack() {
        service.provider.faults("{\"outage\": \"error\"}");
        UUID payment =
                service.order(kim, PaymentService.one(shirt, "pm_card_visa")).id();
        service.becomes(kim, payment, "UNKNOWN");

        service.provider.faults("{\"outage\": \"none\"}");

        service.becomes(kim, payment, "CAPTURED");
        assertThat(service.provider.captures(payment)).containsExactly(12_900L);
    }

    /** A key whose call has failed says so for a day: the intent is made again under another. */
    @Test
    void whereMakingTheChargeHasFailedItIsMadeAgain() {
        service.provider.faults("{\"error500Share\": 1.0}");
        UUID payment =
                service.order(kim, PaymentService.one(shirt, "pm_card_visa")).id();
        service.becomes(kim, payment, "UNKNOWN");
        service.provider.faults("{}");

        service.becomes(kim, payment, "CAPTURED");
        assertThat(service.provider.captures(payment)).containsExactly(12_900L);
    }

    @Test
    void aChargeThatTheProviderDoesNotKnowIsUnknownAndHoldsUpNoOther() {
        service.provider.faults("{\"outage\": \"hang\"}");
        UUID payment =
                service.order(kim, PaymentService.one(shirt, "pm_card_visa")).id();
        service.becomes(kim, payment, "UNKNOWN");
        service.change(payment, "update payment set intent_id = 'pi_of_nobody' where payment_id = :payment");
        service.provider.faults("{\"outage\": \"none\"}");

        String attempts = "select attempt from payment where payment_id = :payment";
        int asked = service.row(payment, Integer.class, attempts);
        service.await(() -> service.row(payment, Integer.class, attempts) > asked + 2);
        assertThat(service.payment(kim, payment).text("state")).isEqualTo("UNKNOWN");
        UUID other = service.order(service.ids.next(), PaymentService.one(shirt, "pm_card_visa"))
                .id();
        service.await(() -> service.provider.captures(other).size() == 1);
    }

    @Test
    void aProviderThatIsKilledInBetweenChargesOnce() {
        List<UUID> payments = Stream.generate(service.ids::next)
                .limit(20)
                .map(user -> service.order(user, PaymentService.one(shirt, "pm_sim_slow_100"))
                        .id())
                .toList();
        service.provider.kill();
        service.provider.startAgain();
        service.await(service.provider::serves);

        for (UUID payment : payments) {
            service.await(
                    () -> service.row(payment, String.class, "select state from payment where payment_id = :payment")
                            .equals("CAPTURED"));
            assertThat(service.provider.captures(payment)).containsExactly(12_900L);
        }
    }

    @Test
    void aPaymentCanBeTakenBackBeforeItIsChargedAndNotAfterwards() {
        service.shop.holds();
        UUID payment =
                service.order(kim, PaymentService.one(shirt, "pm_card_visa")).id();
        String cancel = "/api/payments/" + payment + "/cancel";
        Answer cancelled = service.post(cancel, service.tokens.of(kim), null, Map.of());
        service.shop.letGo();
        Answer again = service.post(cancel, service.tokens.of(kim), null, Map.of());

        assertThat(cancelled.status()).as(cancelled.toString()).isEqualTo(202);
        assertThat(again.status()).isEqualTo(202);
        assertThat(again.text("state")).isEqualTo("CANCELLED");
        UUID other = service.order(service.ids.next(), PaymentService.one(shirt, "pm_card_visa"))
                .id();
        service.await(() -> !service.provider.captures(other).isEmpty());
        assertThat(service.provider.captures(payment)).isEmpty();
        UUID charged =
                service.order(kim, PaymentService.one(shirt, "pm_card_visa")).id();
        service.becomes(kim, charged, "CAPTURED");
        Refused.is(
                service.post("/api/payments/" + charged + "/cancel", service.tokens.of(kim), null, Map.of()),
                409,
                "NOT_CANCELLABLE");
    }

    @Test
    void partsGoBackUntilNothingIsLeft() {
        UUID payment = captured("pm_card_visa");
        Map<String, Object> part = Map.of("amount", Map.of("amount", 5_000, "currency", "KRW"));

        Answer first = refund(payment, part, "first");
        Answer again = refund(payment, part, "first");
        Answer rest = refund(payment, Map.of(), "rest");
        Answer tooMuch = refund(payment, Map.of("amount", Map.of("amount", 1, "currency", "KRW")), "more");

        assertThat(first.status()).as(first.toString()).isEqualTo(202);
        assertThat(again.response().body()).isEqualTo(first.response().body());
        assertThat(rest.body().path("amount").path("amount").asLong()).isEqualTo(7_900);
        Refused.is(tooMuch, 409, "NOT_REFUNDABLE");
        assertThat(service.provider.refunds(settled(payment, 2))).containsExactlyInAnyOrder(5_000L, 7_900L);
        assertThat(service.row(payment, Long.class, """
                        select sum(amount) from ledger_entry where payment_id = :payment and account = 'PROVIDER'""")).isZero();
    }

    @Test
    void aRefundOfWhichTheAnswerIsLostIsMadeOnce() {
        UUID payment = captured("pm_sim_refund_unknown");

        refund(payment, Map.of(), "all");

        assertThat(service.provider.refunds(settled(payment, 1))).containsExactly(12_900L);
    }

    @Test
    void aRefundThatFailsLeavesTheMoneyToBeRefunded() {
        UUID payment = captured("pm_sim_refund_fails");

        refund(payment, Map.of(), "all");

        Answer failed = service.await(
                () -> service.payment(kim, payment),
                answer -> answer.body()
                        .path("refunds")
                        .findValuesAsString("state")
                        .contains("FAILED"));
        assertThat(service.row(payment, Long.class, "select refunded from payment where payment_id = :payment"))
                .as(failed.toString())
                .isZero();
        assertThat(service.provider.captures(payment)).hasSize(1);
    }

    @Test
    void manyRefundsAtOnceNeverComeToMoreThanWasCharged() {
        UUID payment = captured("pm_card_visa");
        Map<String, Object> part = Map.of("amount", Map.of("amount", 5_000, "currency", "KRW"));

        List<Integer> answers = Stream.iterate(0, number -> number + 1)
                .limit(10)
                .parallel()
                .map(number -> refund(payment, part, "n" + number).status())
                .toList();

        assertThat(answers).filteredOn(status -> status == 202).hasSize(2);
        assertThat(service.provider.refunds(settled(payment, 2))).containsExactly(5_000L, 5_000L);
    }

    /** Its first call is still under way at the provider when it is asked for again: another key would give it back twice. */
    @Test
    void aRefundWhoseFirstCallIsSlowIsMadeOnce() {
        UUID payment = captured("pm_card_visa");
        Duration slow = Duration.ofSeconds(12);
        service.provider.faults("{\"answerAfterMillis\": %d, \"forMillis\": 5000}".formatted(slow.toMillis()));
        long end = System.nanoTime() + slow.plusSeconds(1).toNanos();

        refund(payment, Map.of("amount", Map.of("amount", 5_000, "currency", "KRW")), "part");

        settled(payment, 1);
        service.await(() -> System.nanoTime() > end);
        service.provider.faults("{}");
        assertThat(service.provider.refunds(payment)).containsExactly(5_000L);
    }

    @Test
    void aPaymentHasSoManyRefundsAndNoMore() {
        UUID payment = captured("pm_card_visa");
        Map<String, Object> part = Map.of("amount", Map.of("amount", 1, "currency", "KRW"));

        for (int number = 0; number < 50; number++) {
            assertThat(refund(payment, part, "n" + number).status()).isEqualTo(202);
        }

        Refused.is(refund(payment, part, "one-more"), 409, "REFUNDS_TOO_MANY");
        settled(payment, 50);
    }

    private UUID captured(String card) {
        UUID payment = service.order(kim, PaymentService.one(shirt, card)).id();
        service.becomes(kim, payment, "CAPTURED");
        return payment;
    }

    private Answer refund(UUID payment, Map<String, Object> body, String key) {
        return service.await(
                () -> service.post(
                        "/api/payments/" + payment + "/refunds",
                        service.tokens.of(kim),
                        body,
                        Map.of("Idempotency-Key", key)),
                answer -> answer.status() != 503);
    }

    /** The payment once so many refunds have succeeded. */
    private UUID settled(UUID payment, int many) {
        service.await(() -> service.payment(kim, payment).body().path("refunds").findValuesAsString("state").stream()
                        .filter("SUCCEEDED"::equals)
                        .count()
                == many);
        return payment;
    }
}
