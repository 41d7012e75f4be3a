package dev.firstcome.payment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.payment.PaymentService.Answer;
import dev.firstcome.payment.reconciliation.Differences;
import dev.firstcome.payment.reconciliation.Runs;
import dev.firstcome.platform.ids.Bucket;
import dev.firstcome.platform.ids.BucketedIds;
import dev.firstcome.platform.shards.Shards;
import dev.firstcome.testsupport.StallRetry;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * Differences that are made for real, found, and found no more. The provider's notices are not heard here, and nobody asks
 * again by himself, so that nothing is put right before a run looks.
 */
class ReconciliationIT {
    private static final long PRICE = 12_900;
    private static Instant begun;

    private static PaymentService service;
    private static AtTheProvider somebody;
    private static String operator;

    private UUID kim;
    private UUID shirt;

    @BeforeAll
    static void start() {
        service = new PaymentService(
                "--payment.stripe.answer-timeout=3s",
                "--payment.stripe.breaker-calls=1000",
                "--payment.stripe.webhook-secret=whsec_that_the_provider_does_not_have",
                "--payment.charge.turn=7s",
                "--payment.charge.ask-again=10m",
                "--payment.work.look-every=100ms",
                "--payment.reconciliation.in-flight=100ms",
                "--payment.reconciliation.stray-after=100ms");
        begun = service.part(java.time.Clock.class).instant().minusSeconds(1);
        somebody = new AtTheProvider(service.provider);
        operator = service.tokens.of(service.ids.next(), "OPERATOR");
    }

    @AfterAll
    static void stop() {
        somebody.close();
        service.close();
    }

    @BeforeEach
    void someoneComes() {
        service.provider.faults("{}");
        kim = service.ids.next();
        shirt = service.shop.product(PRICE, "KRW", 100);
    }

    @Test
    void aChargeOfNoPaymentIsMissingHereUntilItIsGivenBack() {
        UUID nobodys = service.ids.next();
        String intent = somebody.charges(nobodys, 7_000);
        double counted = counted("MISSING_HERE");

        run();

        assertThat(differenceOf(intent, "MISSING_HERE").path("state").asString())
                .isEqualTo("OPEN");
        assertThat(differenceOf(intent, "MISSING_HERE").path("paymentId").asString())
                .isEqualTo(nobodys.toString());
        assertThat(counted("MISSING_HERE")).isGreaterThan(counted);
        somebody.givesBack(intent, 7_000);
        run();
        assertThat(differenceOf(intent, "MISSING_HERE").path("state").asString())
                .isEqualTo("RESOLVED");
    }

    @Test
    void whatIsOverIsRemovedSomeDayAndWhatIsOpenStays() {
        String over = somebody.charges(service.ids.next(), 7_000);
        String open = somebody.charges(service.ids.next(), 8_000);
        run();
        somebody.givesBack(over, 7_000);
        run();

        service.part(Shards.class).map().shards().stream().distinct().forEach(shard -> {
            service.part(Differences.class).removeOlderThan(shard, Duration.ZERO, 1_000);
            service.part(Runs.class).removeOlderThan(shard, Duration.ZERO, 1_000);
        });

        assertThat(differencesOf(over)).isEmpty();
        assertThat(differenceOf(open, "MISSING_HERE").path("state").asString()).isEqualTo("OPEN");
        assertThat(service.part(Runs.class).latest(10)).isEmpty();
    }

    @Test
    void aSecondChargeOfAPaymentIsMissingHere() {
        UUID payment = captured();
        String second = somebody.charges(payment, PRICE);

        run();

        JsonNode difference = differenceOf(second, "MISSING_HERE");
        assertThat(difference.path("state").asString()).isEqualTo("OPEN");
        assertThat(difference.path("paymentId").asString()).isEqualTo(payment.toString());
        assertThat(differencesOf(intentOf(payment))).isEmpty();
    }

    @Test
    void aPaymentThatTheProviderDoesNotKnowIsMissingThereUntilItDoes() {
        UUID payment = captured();
        String intent = intentOf(payment);
        service.change(payment, "update payment set intent_id = 'pi_of_nobody' where payment_id = :payment");

        run();

        assertThat(differenceOf("pi_of_nobody", "MISSING_THERE").path("state").asString())
                .isEqualTo("OPEN");
        assertThat(differenceOf(intent, "MISSING_HERE").path("state").asString())
                .isEqualTo("OPEN");
        service.change(payment, "update payment set intent_id = '" + intent + "' where payment_id = :payment");
        run();
        assertThat(differenceOf(intent, "MISSING_HERE").path("state").asString())
                .isEqualTo("RESOLVED");
        assertThat(differenceOf("pi_of_nobody", "MISSING_THERE").path("state").asString())
                .isEqualTo("RESOLVED");
    }

    @Test
    void aLedgerThatSaysOtherwiseIsAnAmountUntilItIsCorrected() {
        UUID payment = captured();
        String intent = intentOf(payment);
        correct(payment, -100);

        run();

        JsonNode difference = differenceOf(intent, "AMOUNT");
        assertThat(difference.path("state").asString()).isEqualTo("OPEN");
        assertThat(difference.path("here").asString()).contains("ledger 12800 KRW");
        assertThat(difference.path("there").asString()).isEqualTo("SUCCEEDED 12900 KRW");
        correct(payment, 100);
        run();
        assertThat(differenceOf(intent, "AMOUNT").path("state").asString()).isEqualTo("RESOLVED");
        correct(payment, 7);
        run();
        assertThat(differenceOf(intent, "AMOUNT").path("state").asString()).isEqualTo("OPEN");
    }

    @Test
    void aRefundThatTheShopDidNotAskForIsAnAmount() {
        UUID payment = captured();
        String intent = intentOf(payment);
        somebody.givesBack(intent, 900);

        run();

        assertThat(differenceOf(intent, "AMOUNT").path("there").asString())
                .isEqualTo("SUCCEEDED 12900 KRW, refund SUCCEEDED 900");
    }

    @Test
    void aChargeThatHasEndedThereIsAskedAbout() {
        service.provider.faults("{\"timeoutAfterShare\": 1}");
        UUID payment =
                service.order(kim, PaymentService.one(shirt, "pm_card_visa")).id();
        service.becomes(kim, payment, "UNKNOWN");
        service.provider.faults("{}");
        String intent = somebody.intentOf(payment);
        somebody.confirms(intent);

        run();

        service.becomes(kim, payment, "CAPTURED");
        assertThat(differenceOf(intent, "STATE").path("state").asString()).isEqualTo("OPEN");
        assertThat(service.provider.captures(payment)).containsExactly(PRICE);
        run();
        assertThat(differenceOf(intent, "STATE").path("state").asString()).isEqualTo("RESOLVED");
    }

    @Test
    void aRefundThatHasEndedThereIsWrittenDown() {
        UUID payment = captured();
        service.provider.faults("{\"timeoutAfterShare\": 1}");
        service.post(
                "/api/payments/" + payment + "/refunds",
                service.tokens.of(kim),
                Map.of(),
                Map.of("Idempotency-Key", "all"));
        service.await(() -> service.row(
                        payment,
                        Long.class,
                        "select count(*) from refund where payment_id = :payment and state = 'UNKNOWN'")
                == 1);
        service.change(payment, "update refund set due_at = now() + interval '1 hour' where payment_id = :payment");
        service.provider.faults("{}");

        run();

        assertThat(differenceOf(intentOf(payment), "STATE").path("state").asString())
                .isEqualTo("RESOLVED");
        assertThat(service.row(payment, String.class, "select state from refund where payment_id = :payment"))
                .isEqualTo("SUCCEEDED");
        assertThat(service.row(payment, Long.class, """
                        select sum(amount) from ledger_entry where payment_id = :payment and account = 'PROVIDER'""")).isZero();
        run();
        assertThat(differencesOf(intentOf(payment))).hasSize(1);
    }

    @Test
    void aStrayIntentIsCalledOffAndThePaymentsOwnIsNot() {
        UUID payment = captured();
        String stray = somebody.makes(payment, PRICE);
        service.provider.faults("{\"timeoutAfterShare\": 1}");
        UUID open = service.order(kim, PaymentService.one(service.shop.product(1, "KRW", 1), "pm_card_visa"))
                .id();
        service.becomes(kim, open, "UNKNOWN");
        service.provider.faults("{}");

        run();

        assertThat(differenceOf(stray, "STATE").path("state").asString()).isEqualTo("RESOLVED");
        assertThat(service.provider.statusOf(stray)).isEqualTo("canceled");
        assertThat(service.provider.statusOf(intentOf(payment))).isEqualTo("succeeded");
        assertThat(service.provider.statusOf(somebody.intentOf(open))).isEqualTo("requires_confirmation");
    }

    @Test
    void whereTheProviderIsOutARunFailsAndChangesNothing() {
        UUID payment = captured();
        correct(payment, -100);
        run();
        correct(payment, 100);
        somebody.charges(service.ids.next(), 1_000);
        JsonNode before = differences();
        service.provider.faults("{\"outage\": \"error\"}");

        JsonNode failed = ended(begin());

        assertThat(failed.path("state").asString()).isEqualTo("FAILED");
        assertThat(failed.path("reason").asString()).contains("provider");
        assertThat(differences()).isEqualTo(before);
    }

    @Test
    void aRunWaitsForAProviderThatIsOutForAMoment() {
        service.provider.faults("{\"outage\": \"error\", \"forMillis\": 700}");

        StallRetry.run(ReconciliationIT::runOnce);
    }

    @Test
    void ofManyAtOnceOneRuns() {
        StallRetry.run(ReconciliationIT::manyBegin); // a stall can end the first run early
    }

    private static void manyBegin() {
        service.await(() ->
                !service.get("/ops/reconciliations", operator).response().body().contains("RUNNING"));
        service.provider.faults("{\"outage\": \"hang\"}");
        List<Answer> answers =
                IntStream.range(0, 8).parallel().mapToObj(number -> begin()).toList();

        List<Answer> begun =
                answers.stream().filter(answer -> answer.status() == 202).toList();
        assertThat(begun).hasSize(1);
        answers.stream().filter(answer -> answer != begun.getFirst()).forEach(answer -> {
            Refused.is(answer, 409, "RECONCILIATION_RUNNING");
            assertThat(answer.text("runId")).isEqualTo(begun.getFirst().text("runId"));
        });
        assertThat(begun.getFirst().header("Location"))
                .isEqualTo("/ops/reconciliations/" + begun.getFirst().text("runId"));
        assertThat(ended(begun.getFirst()).path("state").asString()).isEqualTo("FAILED");
    }

    @Test
    void aRunThatWasKilledBlocksNobodyOnceItsLeaseIsOver() {
        UUID killed = service.ids.next(new Bucket(0));
        service.change(killed, """
                insert into reconciliation_run (bucket, run_id, from_at, to_at, scheduled, state, lease_until)
                values (0, :payment, now() - interval '1 hour', now(), false, 'RUNNING', now() + interval '10 seconds')""");

        Refused.is(begin(), 409, "RECONCILIATION_RUNNING");
        run();

        JsonNode given = service.get("/ops/reconciliations/" + killed, operator).body();
        assertThat(given.path("state").asString()).isEqualTo("FAILED");
        assertThat(given.path("reason").asString()).isEqualTo("it was given up");
        assertThat(service.get("/ops/reconciliations", operator)
                        .body()
                        .path("items")
                        .findValuesAsString("runId"))
                .contains(killed.toString());
    }

    @Test
    void whatCannotBeRunIsRefused() {
        Instant now = Instant.now();
        Refused.is(start(Map.of("reason", " ")), 400, "INVALID_FIELD");
        Refused.is(start(Map.of("reason", "a test", "to", now.plusSeconds(60))), 400, "INVALID_FIELD");
        Refused.is(start(Map.of("reason", "a test", "from", now, "to", now)), 400, "INVALID_FIELD");
        Refused.is(
                start(Map.of("reason", "a test", "from", now.minus(Duration.ofDays(40)), "to", now)),
                400,
                "INVALID_FIELD");
        Refused.is(
                service.post("/ops/reconciliations", service.tokens.of(kim), Map.of("reason", "a test"), Map.of()),
                403,
                "FORBIDDEN");
        Refused.is(service.get("/ops/reconciliations/" + UUID.randomUUID(), operator), 404, "NOT_FOUND");
    }

    /** After a stall it retries with another user: a charge that timed out stays UNKNOWN here. */
    private UUID captured() {
        return StallRetry.get(
                () -> {
                    someoneComes();
                    return service.captured(kim, shirt);
                },
                payment -> false);
    }

    private static String intentOf(UUID payment) {
        return service.row(payment, String.class, "select intent_id from payment where payment_id = :payment");
    }

    /** A posting that is balanced and untrue. */
    private static void correct(UUID payment, long amount) {
        int bucket = BucketedIds.bucketOf(payment).number();
        service.change(payment, """
                insert into ledger_entry (bucket, posting_id, line, payment_id, kind, account, currency, amount)
                select %d, '%s', line, :payment, 'CORRECTION', account, 'KRW', amount
                from (values (1, 'PROVIDER', %d), (2, 'SALES', %d)) as entry (line, account, amount)""".formatted(bucket, UUID.randomUUID(), amount, -amount));
    }

    private static double counted(String type) {
        return service.part(MeterRegistry.class)
                .counter("firstcome.payment.reconciliation.differences", "type", type)
                .count();
    }

    private static Answer begin() {
        return start(Map.of("from", begun, "reason", "a test"));
    }

    private static Answer start(Map<String, Object> body) {
        return service.post("/ops/reconciliations", operator, body, Map.of());
    }

    /** A run once the last change is no longer in flight: 100 ms, and the provider's times are whole seconds. */
    private static void run() {
        LockSupport.parkNanos(Duration.ofMillis(1_150).toNanos());
        StallRetry.run(ReconciliationIT::runOnce);
    }

    private static void runOnce() {
        Answer begun = service.await(ReconciliationIT::begin, answer -> answer.status() != 409);
        assertThat(begun.status()).as("%s", begun.body()).isEqualTo(202);
        JsonNode ended = ended(begun);
        assertThat(ended.path("state").asString()).as("%s", ended).isEqualTo("DONE");
    }

    private static JsonNode ended(Answer begun) {
        return service.await(
                        () -> service.get("/ops/reconciliations/" + begun.text("runId"), operator),
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

    private static JsonNode differenceOf(String intent, String type) {
        List<JsonNode> found = differencesOf(intent).stream()
                .filter(difference -> difference.path("type").asString("").equals(type))
                .toList();
        assertThat(found).as("of %s in %s", intent, differences()).hasSize(1);
        return found.getFirst();
    }
}
