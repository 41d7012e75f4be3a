package dev.firstcome.payment;

import static dev.firstcome.payment.ProblemAssertions.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.payment.RunningPaymentService.Response;
import dev.firstcome.payment.reconciliation.Differences;
import dev.firstcome.payment.reconciliation.ReconciliationRuns;
import dev.firstcome.platform.ids.Bucket;
import dev.firstcome.platform.shards.Shards;
import dev.firstcome.testsupport.StallRetry;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * Tests reconciliation with real differences. Webhook events are rejected and retries are delayed, so that nothing is
 * repaired before a run.
 */
class ReconciliationIT {
    private static final long PRICE = 12_900;
    private static final Duration IN_FLIGHT = Duration.ofMillis(100);
    private static Instant startedAt;

    private static RunningPaymentService service;
    private static ProviderDashboard dashboard;
    private static String operator;

    private UUID kim;
    private UUID shirt;

    @BeforeAll
    static void start() {
        service = new RunningPaymentService(
                "--payment.stripe.answer-timeout=3s",
                "--payment.stripe.breaker-calls=1000",
                "--payment.stripe.webhook-secret=whsec_that_the_provider_does_not_have",
                "--payment.charge.turn=7s",
                "--payment.charge.ask-again=10m",
                "--payment.work.look-every=100ms",
                "--payment.reconciliation.in-flight=" + IN_FLIGHT.toMillis() + "ms",
                "--payment.reconciliation.stray-after=100ms");
        startedAt = service.bean(Clock.class).instant().minusSeconds(1);
        dashboard = new ProviderDashboard(service.provider);
        operator = service.tokens.of(service.ids.next(), "OPERATOR");
    }

    @AfterAll
    static void stop() {
        dashboard.close();
        service.close();
    }

    @BeforeEach
    void createUserAndProduct() {
        service.provider.injectFaults("{}");
        kim = service.ids.next();
        shirt = service.shop.product(PRICE, "KRW", 100);
    }

    @Test
    void anIntentWithoutPaymentIsMissingHereUntilItIsRefunded() {
        UUID unknownPayment = service.ids.next();
        String intent = dashboard.charge(unknownPayment, 7_000);
        double counted = counted("MISSING_HERE");

        run();

        assertThat(stateOf(intent, "MISSING_HERE")).isEqualTo("OPEN");
        assertThat(differenceOf(intent, "MISSING_HERE").path("paymentId").asString())
                .isEqualTo(unknownPayment.toString());
        assertThat(counted("MISSING_HERE")).isGreaterThan(counted);
        dashboard.refund(intent, 7_000);
        run();
        assertThat(stateOf(intent, "MISSING_HERE")).isEqualTo("RESOLVED");
    }

    @Test
    void expiredRunsAndResolvedDifferencesAreRemovedAndOpenOnesStay() {
        String resolved = dashboard.charge(service.ids.next(), 7_000);
        String open = dashboard.charge(service.ids.next(), 8_000);
        run();
        dashboard.refund(resolved, 7_000);
        run();

        service.bean(Shards.class).map().shards().stream().distinct().forEach(shard -> {
            service.bean(Differences.class).removeOlderThan(shard, Duration.ZERO, 1_000);
            service.bean(ReconciliationRuns.class).removeOlderThan(shard, Duration.ZERO, 1_000);
        });

        assertThat(differencesOf(resolved)).isEmpty();
        assertThat(stateOf(open, "MISSING_HERE")).isEqualTo("OPEN");
        assertThat(service.bean(ReconciliationRuns.class).latest(10)).isEmpty();
    }

    @Test
    void aSecondChargeOfAPaymentIsMissingHere() {
        UUID payment = capturedPayment();
        String second = dashboard.charge(payment, PRICE);

        run();

        JsonNode difference = differenceOf(second, "MISSING_HERE");
        assertThat(difference.path("state").asString()).isEqualTo("OPEN");
        assertThat(difference.path("paymentId").asString()).isEqualTo(payment.toString());
        assertThat(differencesOf(intentOf(payment))).isEmpty();
    }

    @Test
    void aPaymentWithoutIntentIsMissingThereUntilTheIntentExists() {
        UUID payment = capturedPayment();
        String intent = intentOf(payment);
        service.update(payment, "update payment set intent_id = 'pi_unknown' where payment_id = :payment");

        run();

        assertThat(stateOf("pi_unknown", "MISSING_THERE")).isEqualTo("OPEN");
        assertThat(stateOf(intent, "MISSING_HERE")).isEqualTo("OPEN");
        service.update(payment, "update payment set intent_id = '" + intent + "' where payment_id = :payment");
        run();
        assertThat(stateOf(intent, "MISSING_HERE")).isEqualTo("RESOLVED");
        assertThat(stateOf("pi_unknown", "MISSING_THERE")).isEqualTo("RESOLVED");
    }

    @Test
    void aContradictingLedgerBalanceIsAnAmountDifferenceUntilCorrected() {
        UUID payment = capturedPayment();
        String intent = intentOf(payment);
        service.insertCorrection(payment, -100);

        run();

        JsonNode difference = differenceOf(intent, "AMOUNT");
        assertThat(difference.path("state").asString()).isEqualTo("OPEN");
        assertThat(difference.path("here").asString()).contains("ledger 12800 KRW");
        assertThat(difference.path("there").asString()).isEqualTo("SUCCEEDED 12900 KRW");
        service.insertCorrection(payment, 100);
        run();
        assertThat(stateOf(intent, "AMOUNT")).isEqualTo("RESOLVED");
        service.insertCorrection(payment, 7);
        run();
        assertThat(stateOf(intent, "AMOUNT")).isEqualTo("OPEN");
    }

    @Test
    void aRefundFromOutsideTheShopIsAnAmountDifference() {
        UUID payment = capturedPayment();
        String intent = intentOf(payment);
        dashboard.refund(intent, 900);

        run();

        assertThat(differenceOf(intent, "AMOUNT").path("there").asString())
                .isEqualTo("SUCCEEDED 12900 KRW, refund SUCCEEDED 900");
    }

    @Test
    void aChargeWithAFinalStateAtTheProviderIsQueried() {
        service.provider.injectFaults("{\"timeoutAfterShare\": 1}");
        UUID payment = order(shirt);
        service.awaitState(kim, payment, "UNKNOWN");
        service.provider.injectFaults("{}");
        String intent = dashboard.awaitIntentOf(payment);
        dashboard.confirmIntent(intent);

        run();

        service.awaitState(kim, payment, "CAPTURED");
        assertThat(stateOf(intent, "STATE")).isEqualTo("OPEN");
        assertThat(service.provider.captures(payment)).containsExactly(PRICE);
        run();
        assertThat(stateOf(intent, "STATE")).isEqualTo("RESOLVED");
    }

    @Test
    void aRefundWithAFinalStateAtTheProviderIsRecorded() {
        UUID payment = capturedPayment();
        service.provider.injectFaults("{\"timeoutAfterShare\": 1}");
        service.post(
                "/api/payments/" + payment + "/refunds",
                service.tokens.of(kim),
                Map.of(),
                Map.of("Idempotency-Key", "all"));
        service.await(() -> service.queryValue(
                        payment,
                        Long.class,
                        "select count(*) from refund where payment_id = :payment and state = 'UNKNOWN'")
                == 1);
        service.update(payment, "update refund set due_at = now() + interval '1 hour' where payment_id = :payment");
        service.provider.injectFaults("{}");

        run();

        assertThat(stateOf(intentOf(payment), "STATE")).isEqualTo("RESOLVED");
        assertThat(service.queryValue(payment, String.class, "select state from refund where payment_id = :payment"))
                .isEqualTo("SUCCEEDED");
        assertThat(service.queryValue(payment, Long.class, """
                        select sum(amount) from ledger_entry where payment_id = :payment and account = 'PROVIDER'""")).isZero();
        run();
        assertThat(differencesOf(intentOf(payment))).hasSize(1);
    }

    @Test
    void aStrayIntentIsCancelledButThePaymentsIntentIsNot() {
        UUID payment = capturedPayment();
        String stray = dashboard.createIntent(payment, PRICE);
        service.provider.injectFaults("{\"timeoutAfterShare\": 1}");
        UUID open = order(service.shop.product(1, "KRW", 1));
        service.awaitState(kim, open, "UNKNOWN");
        service.provider.injectFaults("{}");

        run();

        assertThat(stateOf(stray, "STATE")).isEqualTo("RESOLVED");
        assertThat(service.provider.statusOf(stray)).isEqualTo("canceled");
        assertThat(service.provider.statusOf(intentOf(payment))).isEqualTo("succeeded");
        assertThat(service.provider.statusOf(dashboard.awaitIntentOf(open))).isEqualTo("requires_confirmation");
    }

    @Test
    void aRunFailsAndChangesNothingWhileTheProviderIsUnavailable() {
        UUID payment = capturedPayment();
        service.insertCorrection(payment, -100);
        run();
        service.insertCorrection(payment, 100);
        dashboard.charge(service.ids.next(), 1_000);
        JsonNode before = differences();
        service.provider.injectFaults("{\"outage\": \"error\"}");

        JsonNode failed = awaitEnd(startRun());

        assertThat(failed.path("state").asString()).isEqualTo("FAILED");
        assertThat(failed.path("reason").asString()).contains("provider");
        assertThat(differences()).isEqualTo(before);
    }

    @Test
    void aRunRetriesThroughAShortOutageOfTheProvider() {
        service.provider.injectFaults("{\"outage\": \"error\", \"forMillis\": 700}");

        StallRetry.run(ReconciliationIT::runOnce);
    }

    @Test
    void onlyOneRunIsActive() {
        StallRetry.run(ReconciliationIT::startConcurrently); // a stall can end the first run early
    }

    private static void startConcurrently() {
        service.await(() ->
                !service.get("/ops/reconciliations", operator).response().body().contains("RUNNING"));
        service.provider.injectFaults("{\"outage\": \"hang\"}");
        List<Response> answers =
                IntStream.range(0, 8).parallel().mapToObj(number -> startRun()).toList();

        List<Response> started =
                answers.stream().filter(answer -> answer.status() == 202).toList();
        assertThat(started).hasSize(1);
        answers.stream().filter(answer -> answer != started.getFirst()).forEach(answer -> {
            assertProblem(answer, 409, "RECONCILIATION_RUNNING");
            assertThat(answer.text("runId")).isEqualTo(started.getFirst().text("runId"));
        });
        assertThat(started.getFirst().header("Location"))
                .isEqualTo("/ops/reconciliations/" + started.getFirst().text("runId"));
        assertThat(awaitEnd(started.getFirst()).path("state").asString()).isEqualTo("FAILED");
    }

    @Test
    void aKilledRunBlocksOthersOnlyUntilItsLeaseExpires() {
        UUID killed = service.ids.next(new Bucket(0));
        service.update(killed, """
                insert into reconciliation_run (bucket, run_id, from_at, to_at, scheduled, state, lease_until)
                values (0, :payment, now() - interval '1 hour', now(), false, 'RUNNING', now() + interval '10 seconds')""");

        assertProblem(startRun(), 409, "RECONCILIATION_RUNNING");
        run();

        JsonNode expired =
                service.get("/ops/reconciliations/" + killed, operator).body();
        assertThat(expired.path("state").asString()).isEqualTo("FAILED");
        assertThat(expired.path("reason").asString()).isEqualTo("the lease expired");
        assertThat(service.get("/ops/reconciliations", operator)
                        .body()
                        .path("items")
                        .findValuesAsString("runId"))
                .contains(killed.toString());
    }

    @Test
    void rejectsInvalidRequests() {
        Instant now = Instant.now();
        assertProblem(postRun(Map.of("reason", " ")), 400, "INVALID_FIELD");
        assertProblem(postRun(Map.of("reason", "a test", "to", now.plusSeconds(60))), 400, "INVALID_FIELD");
        assertProblem(postRun(Map.of("reason", "a test", "from", now, "to", now)), 400, "INVALID_FIELD");
        assertProblem(
                postRun(Map.of("reason", "a test", "from", now.minus(Duration.ofDays(40)), "to", now)),
                400,
                "INVALID_FIELD");
        assertProblem(
                service.post("/ops/reconciliations", service.tokens.of(kim), Map.of("reason", "a test"), Map.of()),
                403,
                "FORBIDDEN");
        assertProblem(service.get("/ops/reconciliations/" + UUID.randomUUID(), operator), 404, "NOT_FOUND");
    }

    /** Retries with another user after a stall, because a charge that times out stays UNKNOWN in this test. */
    private UUID capturedPayment() {
        return StallRetry.get(
                () -> {
                    createUserAndProduct();
                    return service.capturedPayment(kim, shirt);
                },
                payment -> false);
    }

    private UUID order(UUID product) {
        return service.order(kim, RunningPaymentService.orderBody(product, "pm_card_visa"))
                .id();
    }

    private static String intentOf(UUID payment) {
        return service.queryValue(payment, String.class, "select intent_id from payment where payment_id = :payment");
    }

    private static double counted(String type) {
        return service.bean(MeterRegistry.class)
                .counter("firstcome.payment.reconciliation.differences", "type", type)
                .count();
    }

    private static Response startRun() {
        return postRun(Map.of("from", startedAt, "reason", "a test"));
    }

    private static Response postRun(Map<String, Object> body) {
        return service.post("/ops/reconciliations", operator, body, Map.of());
    }

    /** Executes a run of all changes until now. The provider lists whole seconds, up to the start of the run. */
    private static void run() {
        Clock clock = service.bean(Clock.class);
        Instant nextSecond = clock.instant().truncatedTo(ChronoUnit.SECONDS).plusSeconds(1);
        service.await(() -> clock.instant().isAfter(nextSecond.plus(IN_FLIGHT)));
        StallRetry.run(ReconciliationIT::runOnce);
    }

    private static void runOnce() {
        Response started = service.await(ReconciliationIT::startRun, answer -> answer.status() != 409);
        assertThat(started.status()).as("%s", started.body()).isEqualTo(202);
        JsonNode ended = awaitEnd(started);
        assertThat(ended.path("state").asString()).as("%s", ended).isEqualTo("DONE");
    }

    private static JsonNode awaitEnd(Response started) {
        return service.await(
                        () -> service.get("/ops/reconciliations/" + started.text("runId"), operator),
                        answer -> !answer.text("state").equals("RUNNING"))
                .body();
    }

    private static JsonNode differences() {
        return service.get("/ops/reconciliations/differences?limit=100", operator)
                .body()
                .path("items");
    }

    private static List<JsonNode> differencesOf(String intent) {
        return differences()
                .valueStream()
                .filter(difference -> difference.path("intentId").asString("").equals(intent))
                .toList();
    }

    private static String stateOf(String intent, String type) {
        return differenceOf(intent, type).path("state").asString();
    }

    private static JsonNode differenceOf(String intent, String type) {
        List<JsonNode> found = differencesOf(intent).stream()
                .filter(difference -> difference.path("type").asString("").equals(type))
                .toList();
        assertThat(found).as("of %s in %s", intent, differences()).hasSize(1);
        return found.getFirst();
    }
}
