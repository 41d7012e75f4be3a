package dev.firstcome.payment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.payment.PaymentService.Answer;
import dev.firstcome.payment.idempotency.IdempotencyKeys;
import dev.firstcome.platform.ids.BucketedIds;
import dev.firstcome.platform.shards.Shards;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Orders: what becomes a payment, what does not, and what comes twice. */
class CheckoutIT {
    private static final String CARD = "pm_card_visa";
    private static PaymentService service;

    private UUID kim;
    private UUID shirt;

    @BeforeAll
    static void start() {
        // No payment is UNKNOWN because a stall made an ordinary call time out.
        service = new PaymentService("--payment.stripe.answer-timeout=30s", "--payment.charge.turn=2m");
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
    void anOrderIsChargedOnceAndItsUserSeesHowItWent() {
        Map<String, Object> order =
                Map.of("items", List.of(Map.of("productId", shirt, "quantity", 3)), "paymentMethod", CARD);

        Answer taken = service.order(kim, order);

        assertThat(taken.status()).as(taken.toString()).isEqualTo(202);
        assertThat(taken.text("state")).isEqualTo("REQUESTED");
        assertThat(taken.body().path("total").path("amount").asLong()).isEqualTo(38_700);
        assertThat(taken.header("Location")).isEqualTo("/api/payments/" + taken.id());
        Answer captured = service.becomes(kim, taken.id(), "CAPTURED");
        assertThat(captured.body().path("history").findValuesAsString("state"))
                .containsExactly("REQUESTED", "RESERVED", "CHARGING", "CAPTURED");
        assertThat(service.provider.captures(taken.id())).containsExactly(38_700L);
        assertThat(service.row(
                        taken.id(), Long.class, "select sum(amount) from ledger_entry where payment_id = :payment"))
                .isZero();
        assertThat(service.row(taken.id(), Long.class, """
                        select amount from ledger_entry where payment_id = :payment and account = 'PROVIDER'""")).isEqualTo(38_700);
    }

    @Test
    void theSameCallAgainIsGivenTheSameAnswerToTheByte() {
        Answer first = service.order(kim, PaymentService.one(shirt, CARD), "key-1");
        String otherOrder =
                "{\"paymentMethod\":\"%s\", \"items\":[{\"quantity\":1, \"productId\":\"%s\"}]}".formatted(CARD, shirt);
        Answer second = service.order(kim, otherOrder, "key-1");

        assertThat(second.status()).isEqualTo(202);
        assertThat(second.response().body()).isEqualTo(first.response().body());
        assertThat(second.header("Location")).isEqualTo(first.header("Location"));
        assertThat(second.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(first.header("Idempotency-Replayed")).isEmpty();
        Refused.is(
                service.order(kim, PaymentService.one(shirt, "pm_card_mastercard"), "key-1"),
                422,
                "IDEMPOTENCY_MISMATCH");
        assertThat(service.get("/api/payments", service.tokens.of(kim))
                        .body()
                        .path("items")
                        .size())
                .isEqualTo(1);
    }

    /** A call that nobody finishes and nobody repeats leaves its key behind. */
    @Test
    void oldKeysAreRemovedWithOrWithoutAnAnswer() {
        service.order(kim, PaymentService.one(shirt, CARD), "answered");
        String keys = "select count(*) from idempotency_key where user_id = :payment";
        sql("""
                insert into idempotency_key
                    (bucket, user_id, operation, key, fingerprint, resource_id, lease_id, lease_until)
                select bucket, user_id, operation, other.key, fingerprint, resource_id, lease_id,
                    now() + make_interval(mins => other.minutes)
                from idempotency_key, (values ('given up', -1), ('still at it', 5)) as other (key, minutes)
                where user_id = :kim""");
        sql("update idempotency_key set created_at = now() - interval '25 hours' where user_id = :kim");
        assertThat(service.row(kim, Long.class, keys)).isEqualTo(3);

        Shards shards = service.part(Shards.class);
        service.part(IdempotencyKeys.class)
                .removeOlderThan(shards.map().shardOf(BucketedIds.bucketOf(kim)), Duration.ofHours(24), 1_000);

        assertThat(service.row(
                        kim, String.class, "select string_agg(key, ',') from idempotency_key where user_id = :payment"))
                .isEqualTo("still at it");
    }

    private void sql(String statement) {
        service.change(kim, jdbc -> jdbc.sql(statement).param("kim", kim));
    }

    @Test
    void aKeyBelongsToItsUser() {
        UUID lee = service.ids.next();
        Answer kims = service.order(kim, PaymentService.one(shirt, CARD), "shared");
        Answer lees = service.order(lee, PaymentService.one(shirt, CARD), "shared");

        assertThat(lees.status()).isEqualTo(202);
        assertThat(lees.id()).isNotEqualTo(kims.id());
    }

    @Test
    void ofManyCallsAtOnceUnderOneKeyOneWorksAndAllNameTheSamePayment() throws Exception {
        List<Answer> answers = atOnce(20, number -> service.order(kim, PaymentService.one(shirt, CARD), "one"));

        // Who found the service too busy was told so, and of no payment.
        assertThat(answers).extracting(Answer::status).isSubsetOf(202, 409, 503);
        assertThat(answers).filteredOn(answer -> answer.status() == 409).allSatisfy(busy -> {
            assertThat(busy.code()).isEqualTo("IDEMPOTENCY_IN_PROGRESS");
            assertThat(busy.header("Retry-After")).isEqualTo("1");
            assertThat(busy.header("Location")).isEqualTo("/api/payments/" + busy.id());
        });
        Set<UUID> named = answers.stream()
                .filter(answer -> answer.status() != 503)
                .map(Answer::id)
                .collect(Collectors.toSet());
        assertThat(named).hasSize(1);
        service.becomes(kim, named.iterator().next(), "CAPTURED");
        assertThat(service.provider.captures(named.iterator().next())).hasSize(1);
    }

    @Test
    void theSameOrderUnderFreshKeysAtOnceIsTakenOnceAndAgainOnlyIfConfirmed() throws Exception {
        List<Answer> answers = atOnce(20, number -> service.order(kim, PaymentService.one(shirt, CARD)));

        List<Answer> taken =
                answers.stream().filter(answer -> answer.status() == 202).toList();
        assertThat(taken).hasSize(1);
        assertThat(answers).extracting(Answer::status).isSubsetOf(202, 409, 503);
        assertThat(answers).filteredOn(answer -> answer.status() == 409).allSatisfy(held -> {
            assertThat(held.code()).isEqualTo("DUPLICATE_SUSPECTED");
            assertThat(held.id()).isEqualTo(taken.getFirst().id());
        });
        Map<String, String> confirmed = Map.of("Idempotency-Key", "again", "X-Confirm-Duplicate", "true");
        Answer heldBack = service.order(kim, PaymentService.one(shirt, CARD), "again");
        Answer meant =
                service.post("/api/payments", service.tokens.of(kim), PaymentService.one(shirt, CARD), confirmed);
        assertThat(heldBack.code()).isEqualTo("DUPLICATE_SUSPECTED");
        assertThat(meant.status()).isEqualTo(202);
        assertThat(meant.id()).isNotEqualTo(taken.getFirst().id());
    }

    /** A held-back order frees its key while other calls under that key are on their way. */
    @Test
    void aKeyThatIsFreedInBetweenLeavesNobodyWithoutAnAnswer() throws Exception {
        service.order(kim, PaymentService.one(shirt, CARD));

        List<Answer> answers = atOnce(64, number -> service.order(kim, PaymentService.one(shirt, CARD), "freed"));

        assertThat(answers).extracting(Answer::status).isSubsetOf(409, 503);
        assertThat(answers)
                .filteredOn(answer -> answer.status() == 409)
                .extracting(Answer::code)
                .isSubsetOf("DUPLICATE_SUSPECTED", "IDEMPOTENCY_IN_PROGRESS");
    }

    @Test
    void anotherQuantityOrAnotherUserIsNoDuplicate() {
        service.order(kim, PaymentService.one(shirt, CARD));
        Map<String, Object> two =
                Map.of("items", List.of(Map.of("productId", shirt, "quantity", 2)), "paymentMethod", CARD);

        assertThat(service.order(kim, two).status()).isEqualTo(202);
        assertThat(service.order(service.ids.next(), PaymentService.one(shirt, CARD))
                        .status())
                .isEqualTo(202);
    }

    @Test
    void aCouponTakesOffItsShareRoundedDownAndIsReservedForThePayment() {
        UUID odd = service.shop.product(999, "KRW", 5);
        UUID coupon = service.shop.coupon("{\"type\": \"PERCENT\", \"percent\": 15}");

        Answer taken = service.order(kim, PaymentService.withCoupon(odd, coupon));

        assertThat(taken.body().path("discount").path("amount").asLong()).isEqualTo(149);
        assertThat(taken.body().path("total").path("amount").asLong()).isEqualTo(850);
        service.becomes(kim, taken.id(), "CAPTURED");
        assertThat(service.provider.captures(taken.id())).containsExactly(850L);
        assertThat(service.shop.reservedBy(coupon)).containsExactly(taken.id().toString());
        Answer second = service.order(service.ids.next(), PaymentService.withCoupon(odd, coupon));
        Refused.is(second, 409, "COUPON_NOT_AVAILABLE");
    }

    @Test
    void whatCostsNothingIsNotCharged() {
        UUID coupon = service.shop.coupon("{\"type\": \"AMOUNT\", \"amount\": 20000, \"currency\": \"KRW\"}");

        Answer taken = service.order(kim, PaymentService.withCoupon(shirt, coupon));

        assertThat(taken.body().path("total").path("amount").asLong()).isZero();
        service.becomes(kim, taken.id(), "CAPTURED");
        assertThat(service.provider.captures(taken.id())).isEmpty();
    }

    @Test
    void aRefusalIsKeptUnderItsKeyAndTheShopsAbsenceIsNot() {
        UUID last = service.shop.product(500, "KRW", 0);
        Answer refused = service.order(kim, PaymentService.one(last, CARD), "gone");
        Answer again = service.order(kim, PaymentService.one(last, CARD), "gone");
        Refused.is(refused, 409, "OUT_OF_STOCK");
        assertThat(again.response().body()).isEqualTo(refused.response().body());
        assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");

        UUID fresh = service.shop.product(500, "KRW", 10);
        service.shop.goesAway();
        Answer away = service.order(kim, PaymentService.one(fresh, CARD), "later");
        service.shop.comesBack();
        Answer back = service.order(kim, PaymentService.one(fresh, CARD), "later");
        Refused.is(away, 503, "UNAVAILABLE");
        assertThat(away.header("Retry-After")).isNotEmpty();
        assertThat(back.status()).isEqualTo(202);
    }

    @Test
    void theReservationHasTheLastWordWhereTwoWantTheLastOne() throws Exception {
        UUID last = service.shop.product(700, "KRW", 1);
        UUID lee = service.ids.next();
        Answer kims = service.order(kim, PaymentService.one(last, CARD));
        Answer lees = service.order(lee, PaymentService.one(last, CARD));

        Answer first = service.await(() -> service.payment(kim, kims.id()), answer -> isFinal(answer.text("state")));
        Answer second = service.await(() -> service.payment(lee, lees.id()), answer -> isFinal(answer.text("state")));

        assertThat(List.of(first.text("state"), second.text("state")))
                .containsExactlyInAnyOrder("CAPTURED", "REJECTED");
        Answer rejected = first.text("state").equals("REJECTED") ? first : second;
        assertThat(rejected.text("reason")).isEqualTo("OUT_OF_STOCK");
        assertThat(service.provider.captures(rejected.id())).isEmpty();
    }

    private static boolean isFinal(String state) {
        return Set.of("CAPTURED", "DECLINED", "REJECTED", "CANCELLED", "EXPIRED")
                .contains(state);
    }

    @Test
    void whatIsNoOrderIsRefusedAndLeavesNothing() {
        Map<String, Object> order = PaymentService.one(shirt, CARD);
        for (Object quantity : List.of(-1, 0, 1.5, 1001, "1", 99999999999L)) {
            Refused.is(
                    service.order(
                            kim,
                            Map.of(
                                    "items",
                                    List.of(Map.of("productId", shirt, "quantity", quantity)),
                                    "paymentMethod",
                                    CARD)),
                    400,
                    "INVALID_FIELD");
        }
        for (String more : List.of("price", "total", "state", "userId", "amount", "discount")) {
            Map<String, Object> body = new HashMap<>(order);
            body.put(more, 1);
            Refused.is(service.order(kim, body), 400, "INVALID_FIELD");
        }
        Map<String, Object> twice = Map.of(
                "items",
                List.of(Map.of("productId", shirt, "quantity", 1), Map.of("productId", shirt, "quantity", 2)),
                "paymentMethod",
                CARD);
        Refused.is(service.order(kim, twice), 400, "INVALID_FIELD");
        Refused.is(service.order(kim, Map.of("items", List.of(), "paymentMethod", CARD)), 400, "INVALID_FIELD");
        Refused.is(service.order(kim, Map.of("items", List.of(), "paymentMethod", "x'; --")), 400, "INVALID_FIELD");
        Refused.is(service.order(kim, PaymentService.one(UUID.randomUUID(), CARD)), 409, "PRODUCT_NOT_AVAILABLE");
        Refused.is(
                service.order(kim, PaymentService.withCoupon(shirt, UUID.randomUUID())), 409, "COUPON_NOT_AVAILABLE");
        assertThat(service.get("/api/payments", service.tokens.of(kim))
                        .body()
                        .path("items")
                        .size())
                .isZero();
    }

    @Test
    void aKeyMustBeThereAndReadable() {
        Map<String, Object> order = PaymentService.one(shirt, CARD);
        Refused.is(
                service.post("/api/payments", service.tokens.of(kim), order, Map.of()), 400, "IDEMPOTENCY_KEY_MISSING");
        for (String key : List.of("", "k".repeat(256), "two words")) {
            Answer refused = service.order(kim, order, key);
            Refused.is(refused, 400, "INVALID_FIELD");
        }
        assertThat(service.order(kim, order, "k".repeat(255)).status()).isEqualTo(202);
    }

    @Test
    void nobodySeesOrTouchesAnothersPayment() {
        UUID lee = service.ids.next();
        UUID kims = service.order(kim, PaymentService.one(shirt, CARD)).id();
        Map<String, String> key = Map.of("Idempotency-Key", "x");

        Refused.is(service.payment(lee, kims), 404, "NOT_FOUND");
        Refused.is(
                service.post("/api/payments/" + kims + "/cancel", service.tokens.of(lee), null, Map.of()),
                404,
                "NOT_FOUND");
        Refused.is(
                service.post("/api/payments/" + kims + "/refunds", service.tokens.of(lee), Map.of(), key),
                404,
                "NOT_FOUND");
        Refused.is(service.payment(lee, UUID.randomUUID()), 404, "NOT_FOUND");
        assertThat(service.get("/api/payments", service.tokens.of(lee))
                        .body()
                        .path("items")
                        .size())
                .isZero();
    }

    private interface Numbered {
        Answer call(int number);
    }

    private static List<Answer> atOnce(int many, Numbered call) throws Exception {
        CountDownLatch start = new CountDownLatch(1);
        List<Answer> answers = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Answer>> calls = new ArrayList<>();
            for (int i = 0; i < many; i++) {
                int number = i;
                calls.add(threads.submit(() -> {
                    start.await();
                    return call.call(number);
                }));
            }
            start.countDown();
            for (Future<Answer> made : calls) {
                answers.add(made.get());
            }
        }
        return answers;
    }
}
