package dev.firstcome.payment;

import static dev.firstcome.payment.ProblemAssertions.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.payment.RunningPaymentService.Response;
import dev.firstcome.payment.ledger.LedgerDayCloser;
import dev.firstcome.platform.ids.BucketedIds;
import dev.firstcome.testsupport.StallRetry;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Operator view of the ledger and of payments without a final state. */
class MoneyOpsIT {
    private static final String CURRENCY = "XTS";
    private static final String OTHER_CURRENCY = "ISK";

    private static RunningPaymentService service;
    private static String operator;

    @BeforeAll
    static void start() {
        service = new RunningPaymentService(
                "--payment.stripe.answer-timeout=3s",
                "--payment.stripe.breaker-calls=1000",
                "--payment.charge.turn=7s",
                "--payment.charge.ask-again=10m");
        operator = service.tokens.of(service.ids.next(), "OPERATOR");
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    void theSumsOfADayMatchItsPostingsAndBalance() {
        // If a stall makes a charge time out, the next query follows only ten minutes later.
        StallRetry.run(this::sumOneDay);
    }

    private void sumOneDay() {
        UUID kim = service.ids.next();
        UUID shirt = service.shop.product(12_900, CURRENCY, 5);
        UUID coupon =
                service.shop.coupon("{\"type\": \"AMOUNT\", \"amount\": 900, \"currency\": \"" + CURRENCY + "\"}");
        JsonNode before = day("");
        UUID payment = service.order(kim, RunningPaymentService.withCoupon(shirt, coupon))
                .id();
        service.awaitState(kim, payment, "CAPTURED");
        refund(kim, payment, 2_000);

        JsonNode after = day("?day=" + LocalDate.now(ZoneOffset.UTC));

        assertThat(after.path("closed").asBoolean()).isFalse();
        assertThat(after.path("sumsToZero").asBoolean()).isTrue();
        assertThat(changes(before, after, "PROVIDER")).containsExactly(12_000L, 2_000L, 10_000L, 10_000L);
        assertThat(changes(before, after, "DISCOUNTS")).containsExactly(900L, 0L, 900L, 900L);
        assertThat(changes(before, after, "SALES")).containsExactly(0L, 12_900L, -12_900L, -12_900L);
        assertThat(changes(before, after, "REFUNDS")).containsExactly(2_000L, 0L, 2_000L, 2_000L);
        assertThat(after.path("shards").findValues("sumsToZero")).hasSize(2).allMatch(JsonNode::asBoolean);
        assertThat(entries(after) - entries(before)).isEqualTo(5);
        JsonNode postings =
                service.get("/ops/ledger/payments/" + payment, operator).body().path("items");
        assertThat(postings.findValuesAsString("kind")).containsExactly("CAPTURE", "REFUND");
        assertThat(postings.path(0).path("entries").findValuesAsString("account"))
                .containsExactly("PROVIDER", "DISCOUNTS", "SALES");
    }

    private static void refund(UUID user, UUID payment, long amount) {
        service.post(
                "/api/payments/" + payment + "/refunds",
                service.tokens.of(user),
                Map.of("amount", Map.of("amount", amount, "currency", CURRENCY)),
                Map.of("Idempotency-Key", "partial"));
        service.await(() -> service.payment(user, payment)
                .body()
                .path("refunds")
                .findValuesAsString("state")
                .contains("SUCCEEDED"));
    }

    @Test
    void aPastDayIsClosedAndExcludesLaterPostings() {
        JsonNode yesterday = day("?day=" + LocalDate.now(ZoneOffset.UTC).minusDays(1));

        assertThat(yesterday.path("closed").asBoolean()).isTrue();
        assertThat(yesterday.path("accounts").findValuesAsString("currency")).doesNotContain(CURRENCY);
        assertThat(service.get("/ops/ledger?day=2026-13-40", operator).status()).isEqualTo(400);
        assertProblem(service.get("/ops/ledger?day=0001-01-01", operator), 400, "INVALID_FIELD");
        assertProblem(service.get("/ops/ledger", service.tokens.of(service.ids.next())), 403, "FORBIDDEN");
    }

    /** The closing balances of a day contain all earlier postings, so these are not summed again. */
    @Test
    void closingBalancesAreCarriedForward() {
        UUID payment = service.ids.next();
        insertPosting(payment, 5, 700);
        insertPosting(payment, 3, 50);
        List<JsonNode> before = lastDays();

        service.bean(LedgerDayCloser.class).closeDueDays();

        assertThat(service.queryValue(
                        payment,
                        Long.class,
                        "select count(distinct day) from ledger_closing where :payment is not null"))
                .as("closed days")
                .isGreaterThanOrEqualTo(4);
        assertThat(lastDays()).isEqualTo(before);
        assertThat(closing(before.get(4))).isEqualTo(700);
        assertThat(closing(before.get(3))).isEqualTo(750);
        assertThat(closing(before.get(0))).isEqualTo(750);
        insertPosting(payment, 0, 1);
        assertThat(closing(lastDays().get(0))).isEqualTo(751);
        service.bean(LedgerDayCloser.class).closeDueDays();
        assertThat(closing(lastDays().get(0))).isEqualTo(751);
    }

    /** Returns today and the six days before, newest first. */
    private static List<JsonNode> lastDays() {
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        return Stream.iterate(today, day -> day.minusDays(1))
                .limit(7)
                .map(day -> day("?day=" + day))
                .toList();
    }

    private static long closing(JsonNode day) {
        for (JsonNode account : day.path("accounts")) {
            if (account.path("account").asString().equals("PROVIDER")
                    && account.path("currency").asString().equals(OTHER_CURRENCY)) {
                return account.path("closing").asLong();
            }
        }
        return 0;
    }

    /** Inserts a posting that many days ago, in a currency that no other test uses. */
    private static void insertPosting(UUID payment, int daysAgo, long amount) {
        service.update(
                payment,
                jdbc -> jdbc.sql("""
                                        insert into ledger_entry
                                            (bucket, posting_id, line, payment_id, kind, account, currency, amount, posted_at)
                                        select :bucket, :posting, line, :payment, 'CORRECTION', account, :currency, sign * :amount,
                                            now() - make_interval(days => :days)
                                        from (values (1, 'PROVIDER', 1), (2, 'SALES', -1)) as lines (line, account, sign)
                                        """)
                        .param("bucket", BucketedIds.bucketOf(payment).number())
                        .param("posting", UUID.randomUUID())
                        .param("payment", payment)
                        .param("currency", OTHER_CURRENCY)
                        .param("amount", amount)
                        .param("days", daysAgo));
    }

    @Test
    void openPaymentsAreListedByTheirLastStateChange() {
        service.provider.injectFaults("{\"outage\": \"hang\"}");
        List<UUID> waiting = Stream.generate(service.ids::next)
                .limit(5)
                .map(MoneyOpsIT::unknownPayment)
                .toList();
        service.provider.injectFaults("{}");

        List<String> listed = new ArrayList<>();
        JsonNode first = null;
        String cursor = "";
        while (true) {
            Response page = service.get("/ops/payments?state=UNKNOWN&limit=2" + cursor, operator);
            assertThat(page.status()).as("%s", page.body()).isEqualTo(200);
            listed.addAll(page.body().path("items").findValuesAsString("paymentId"));
            first = first == null ? page.body().path("items").path(0) : first;
            if (!page.body().hasNonNull("nextCursor")) {
                break;
            }
            cursor = "&cursor=" + page.text("nextCursor");
        }

        assertThat(listed).doesNotHaveDuplicates();
        assertThat(listed.stream().map(UUID::fromString).filter(waiting::contains))
                .containsExactlyElementsOf(waiting);
        assertThat(first.propertyNames())
                .contains("paymentId", "userId", "state", "total", "since", "attempt", "dueAt");
        assertProblem(service.get("/ops/payments?state=CAPTURED", operator), 400, "INVALID_FIELD");
        assertProblem(service.get("/ops/payments?cursor=nonsense", operator), 400, "INVALID_FIELD");
        assertProblem(service.get("/ops/payments", service.tokens.of(service.ids.next())), 403, "FORBIDDEN");
    }

    private static UUID unknownPayment(UUID user) {
        UUID shirt = service.shop.product(500, "KRW", 5);
        UUID payment = service.order(user, RunningPaymentService.orderBody(shirt, "pm_card_visa"))
                .id();
        service.awaitState(user, payment, "UNKNOWN");
        return payment;
    }

    private static JsonNode day(String query) {
        Response response = service.get("/ops/ledger" + query, operator);
        assertThat(response.status()).as("%s", response.body()).isEqualTo(200);
        return response.body();
    }

    private static List<Long> changes(JsonNode before, JsonNode after, String account) {
        return Stream.of("debit", "credit", "balance", "closing")
                .map(field -> value(after, account, field) - value(before, account, field))
                .toList();
    }

    private static long value(JsonNode day, String account, String field) {
        return day.path("accounts")
                .valueStream()
                .filter(one -> one.path("account").asString("").equals(account)
                        && one.path("currency").asString("").equals(CURRENCY))
                .mapToLong(one -> one.path(field).asLong())
                .sum();
    }

    private static long entries(JsonNode day) {
        return day.path("shards")
                .valueStream()
                .mapToLong(shard -> shard.path("entries").asLong())
                .sum();
    }
}
