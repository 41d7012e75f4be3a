package dev.firstcome.payment;

import static dev.firstcome.payment.ProblemAssertions.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.payment.RunningPaymentService.Response;
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

/** Checkout requests: accepted, refused, repeated and duplicate orders. */
class CheckoutIT {
    private static final String CARD = "pm_card_visa";
    private static RunningPaymentService service;

    private UUID kim;
    private UUID shirt;

    @BeforeAll
    static void start() {
        // A long time-out: a stall of the machine must not make an ordinary call time out.
        service = new RunningPaymentService("--payment.stripe.answer-timeout=30s", "--payment.charge.turn=2m");
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
    void anOrderIsChargedOnceAndItsHistoryIsReturned() {
        Map<String, Object> order =
                Map.of("items", List.of(Map.of("productId", shirt, "quantity", 3)), "paymentMethod", CARD);

        Response accepted = service.order(kim, order);

        assertThat(accepted.status()).as(accepted.toString()).isEqualTo(202);
        assertThat(accepted.text("state")).isEqualTo("REQUESTED");
        assertThat(accepted.body().path("total").path("amount").asLong()).isEqualTo(38_700);
        assertThat(accepted.header("Location")).isEqualTo("/api/payments/" + accepted.id());
        Response captured = service.awaitState(kim, accepted.id(), "CAPTURED");
        assertThat(captured.body().path("history").findValuesAsString("state"))
                .containsExactly("REQUESTED", "RESERVED", "CHARGING", "CAPTURED");
        assertThat(service.provider.captures(accepted.id())).containsExactly(38_700L);
        assertThat(service.queryValue(
                        accepted.id(), Long.class, "select sum(amount) from ledger_entry where payment_id = :payment"))
                .isZero();
        assertThat(service.queryValue(accepted.id(), Long.class, """
                        select amount from ledger_entry where payment_id = :payment and account = 'PROVIDER'""")).isEqualTo(38_700);
    }

    @Test
    void aRepeatedRequestGetsTheSameBytes() {
        Response first = service.order(kim, RunningPaymentService.orderBody(shirt, CARD), "key-1");
        String reorderedBody =
                "{\"paymentMethod\":\"%s\", \"items\":[{\"quantity\":1, \"productId\":\"%s\"}]}".formatted(CARD, shirt);
        Response second = service.order(kim, reorderedBody, "key-1");

        assertThat(second.status()).isEqualTo(202);
        assertThat(second.response().body()).isEqualTo(first.response().body());
        assertThat(second.header("Location")).isEqualTo(first.header("Location"));
        assertThat(second.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(first.header("Idempotency-Replayed")).isEmpty();
        assertProblem(
                service.order(kim, RunningPaymentService.orderBody(shirt, "pm_card_mastercard"), "key-1"),
                422,
                "IDEMPOTENCY_MISMATCH");
        assertThat(service.get("/api/payments", service.tokens.of(kim))
                        .body()
                        .path("items")
                        .size())
                .isEqualTo(1);
    }

    /** A request that crashes and is not retried leaves a key without a response. */
    @Test
    void expiredKeysAreDeletedWithOrWithoutAResponse() {
        service.order(kim, RunningPaymentService.orderBody(shirt, CARD), "completed");
        String keys = "select count(*) from idempotency_key where user_id = :payment";
        sql("""
                insert into idempotency_key
                    (bucket, user_id, operation, key, fingerprint, resource_id, lease_id, lease_until)
                select bucket, user_id, operation, other.key, fingerprint, resource_id, lease_id,
                    now() + make_interval(mins => other.minutes)
                from idempotency_key, (values ('lease expired', -1), ('lease valid', 5)) as other (key, minutes)
                where user_id = :kim""");
        sql("update idempotency_key set created_at = now() - interval '25 hours' where user_id = :kim");
        assertThat(service.queryValue(kim, Long.class, keys)).isEqualTo(3);

        Shards shards = service.bean(Shards.class);
        service.bean(IdempotencyKeys.class)
                .removeOlderThan(shards.map().shardOf(BucketedIds.bucketOf(kim)), Duration.ofHours(24), 1_000);

        assertThat(service.queryValue(
                        kim, String.class, "select string_agg(key, ',') from idempotency_key where user_id = :payment"))
                .isEqualTo("lease valid");
    }

    private void sql(String statement) {
        service.update(kim, jdbc -> jdbc.sql(statement).param("kim", kim));
    }

    @Test
    void aKeyBelongsToItsUser() {
        UUID lee = service.ids.next();
        Response kims = service.order(kim, RunningPaymentService.orderBody(shirt, CARD), "shared");
        Response lees = service.order(lee, RunningPaymentService.orderBody(shirt, CARD), "shared");

        assertThat(lees.status()).isEqualTo(202);
        assertThat(lees.id()).isNotEqualTo(kims.id());
    }

    @Test
    void concurrentRequestsWithOneKeyCreateOnePayment() throws Exception {
        List<Response> responses =
                sendConcurrently(20, number -> service.order(kim, RunningPaymentService.orderBody(shirt, CARD), "one"));

        // A 503 for an overloaded service contains no payment id.
        assertThat(responses).extracting(Response::status).isSubsetOf(202, 409, 503);
        assertThat(responses).filteredOn(response -> response.status() == 409).allSatisfy(busy -> {
            assertThat(busy.code()).isEqualTo("IDEMPOTENCY_IN_PROGRESS");
            assertThat(busy.header("Retry-After")).isEqualTo("1");
            assertThat(busy.header("Location")).isEqualTo("/api/payments/" + busy.id());
        });
        Set<UUID> named = responses.stream()
                .filter(response -> response.status() != 503)
                .map(Response::id)
                .collect(Collectors.toSet());
        assertThat(named).hasSize(1);
        service.awaitState(kim, named.iterator().next(), "CAPTURED");
        assertThat(service.provider.captures(named.iterator().next())).hasSize(1);
    }

    @Test
    void equalOrdersUnderNewKeysNeedAConfirmation() throws Exception {
        List<Response> responses =
                sendConcurrently(20, number -> service.order(kim, RunningPaymentService.orderBody(shirt, CARD)));

        List<Response> accepted =
                responses.stream().filter(response -> response.status() == 202).toList();
        assertThat(accepted).hasSize(1);
        assertThat(responses).extracting(Response::status).isSubsetOf(202, 409, 503);
        assertThat(responses).filteredOn(response -> response.status() == 409).allSatisfy(rejected -> {
            assertThat(rejected.code()).isEqualTo("DUPLICATE_SUSPECTED");
            assertThat(rejected.id()).isEqualTo(accepted.getFirst().id());
        });
        Map<String, String> confirmed = Map.of("Idempotency-Key", "repeated", "X-Confirm-Duplicate", "true");
        Response unconfirmed = service.order(kim, RunningPaymentService.orderBody(shirt, CARD), "repeated");
        Response confirmedOrder = service.post(
                "/api/payments", service.tokens.of(kim), RunningPaymentService.orderBody(shirt, CARD), confirmed);
        assertThat(unconfirmed.code()).isEqualTo("DUPLICATE_SUSPECTED");
        assertThat(confirmedOrder.status()).isEqualTo(202);
        assertThat(confirmedOrder.id()).isNotEqualTo(accepted.getFirst().id());
    }

    /** A suspected duplicate deletes its key while other requests with that key are in progress. */
    @Test
    void everyRequestIsAnsweredWhileItsKeyIsDeleted() throws Exception {
        service.order(kim, RunningPaymentService.orderBody(shirt, CARD));

        List<Response> responses = sendConcurrently(
                64, number -> service.order(kim, RunningPaymentService.orderBody(shirt, CARD), "deleted"));

        assertThat(responses).extracting(Response::status).isSubsetOf(409, 503);
        assertThat(responses)
                .filteredOn(response -> response.status() == 409)
                .extracting(Response::code)
                .isSubsetOf("DUPLICATE_SUSPECTED", "IDEMPOTENCY_IN_PROGRESS");
    }

    @Test
    void anotherQuantityOrAnotherUserIsNoDuplicate() {
        service.order(kim, RunningPaymentService.orderBody(shirt, CARD));
        Map<String, Object> two =
                Map.of("items", List.of(Map.of("productId", shirt, "quantity", 2)), "paymentMethod", CARD);

        assertThat(service.order(kim, two).status()).isEqualTo(202);
        assertThat(service.order(service.ids.next(), RunningPaymentService.orderBody(shirt, CARD))
                        .status())
                .isEqualTo(202);
    }

    @Test
    void aPercentDiscountIsRoundedDownAndItsCouponIsReserved() {
        UUID odd = service.shop.product(999, "KRW", 5);
        UUID coupon = service.shop.coupon("{\"type\": \"PERCENT\", \"percent\": 15}");

        Response accepted = service.order(kim, RunningPaymentService.withCoupon(odd, coupon));

        assertThat(accepted.body().path("discount").path("amount").asLong()).isEqualTo(149);
        assertThat(accepted.body().path("total").path("amount").asLong()).isEqualTo(850);
        service.awaitState(kim, accepted.id(), "CAPTURED");
        assertThat(service.provider.captures(accepted.id())).containsExactly(850L);
        assertThat(service.shop.reservedBy(coupon))
                .containsExactly(accepted.id().toString());
        Response second = service.order(service.ids.next(), RunningPaymentService.withCoupon(odd, coupon));
        assertProblem(second, 409, "COUPON_NOT_AVAILABLE");
    }

    @Test
    void aTotalOfZeroIsNotCharged() {
        UUID coupon = service.shop.coupon("{\"type\": \"AMOUNT\", \"amount\": 20000, \"currency\": \"KRW\"}");

        Response accepted = service.order(kim, RunningPaymentService.withCoupon(shirt, coupon));

        assertThat(accepted.body().path("total").path("amount").asLong()).isZero();
        service.awaitState(kim, accepted.id(), "CAPTURED");
        assertThat(service.provider.captures(accepted.id())).isEmpty();
    }

    @Test
    void aRefusalIsRecordedAndAnOutageIsNot() {
        UUID last = service.shop.product(500, "KRW", 0);
        Response refused = service.order(kim, RunningPaymentService.orderBody(last, CARD), "sold-out");
        Response repeated = service.order(kim, RunningPaymentService.orderBody(last, CARD), "sold-out");
        assertProblem(refused, 409, "OUT_OF_STOCK");
        assertThat(repeated.response().body()).isEqualTo(refused.response().body());
        assertThat(repeated.header("Idempotency-Replayed")).isEqualTo("true");

        UUID available = service.shop.product(500, "KRW", 10);
        service.shop.becomeUnavailable();
        Response unavailable = service.order(kim, RunningPaymentService.orderBody(available, CARD), "later");
        service.shop.becomeAvailable();
        Response recovered = service.order(kim, RunningPaymentService.orderBody(available, CARD), "later");
        assertProblem(unavailable, 503, "UNAVAILABLE");
        assertThat(unavailable.header("Retry-After")).isNotEmpty();
        assertThat(recovered.status()).isEqualTo(202);
    }

    @Test
    void theReservationDecidesBetweenTwoOrdersForTheLastUnit() throws Exception {
        UUID last = service.shop.product(700, "KRW", 1);
        UUID lee = service.ids.next();
        Response kims = service.order(kim, RunningPaymentService.orderBody(last, CARD));
        Response lees = service.order(lee, RunningPaymentService.orderBody(last, CARD));

        Response first =
                service.await(() -> service.payment(kim, kims.id()), response -> isFinal(response.text("state")));
        Response second =
                service.await(() -> service.payment(lee, lees.id()), response -> isFinal(response.text("state")));

        assertThat(List.of(first.text("state"), second.text("state")))
                .containsExactlyInAnyOrder("CAPTURED", "REJECTED");
        Response rejected = first.text("state").equals("REJECTED") ? first : second;
        assertThat(rejected.text("reason")).isEqualTo("OUT_OF_STOCK");
        assertThat(service.provider.captures(rejected.id())).isEmpty();
    }

    private static boolean isFinal(String state) {
        return Set.of("CAPTURED", "DECLINED", "REJECTED", "CANCELLED", "EXPIRED")
                .contains(state);
    }

    @Test
    void malformedOrdersAreRejectedWithoutAnEffect() {
        Map<String, Object> order = RunningPaymentService.orderBody(shirt, CARD);
        for (Object quantity : List.of(-1, 0, 1.5, 1001, "1", 99999999999L)) {
            List<Map<String, Object>> items = List.of(Map.of("productId", shirt, "quantity", quantity));
            assertProblem(service.order(kim, Map.of("items", items, "paymentMethod", CARD)), 400, "INVALID_FIELD");
        }
        for (String unknownField : List.of("price", "total", "state", "userId", "amount", "discount")) {
            Map<String, Object> body = new HashMap<>(order);
            body.put(unknownField, 1);
            assertProblem(service.order(kim, body), 400, "INVALID_FIELD");
        }
        Map<String, Object> duplicateProduct = Map.of(
                "items",
                List.of(Map.of("productId", shirt, "quantity", 1), Map.of("productId", shirt, "quantity", 2)),
                "paymentMethod",
                CARD);
        assertProblem(service.order(kim, duplicateProduct), 400, "INVALID_FIELD");
        assertProblem(service.order(kim, Map.of("items", List.of(), "paymentMethod", CARD)), 400, "INVALID_FIELD");
        assertProblem(service.order(kim, Map.of("items", List.of(), "paymentMethod", "x'; --")), 400, "INVALID_FIELD");
        assertProblem(
                service.order(kim, RunningPaymentService.orderBody(UUID.randomUUID(), CARD)),
                409,
                "PRODUCT_NOT_AVAILABLE");
        assertProblem(
                service.order(kim, RunningPaymentService.withCoupon(shirt, UUID.randomUUID())),
                409,
                "COUPON_NOT_AVAILABLE");
        assertThat(service.get("/api/payments", service.tokens.of(kim))
                        .body()
                        .path("items")
                        .size())
                .isZero();
    }

    @Test
    void aMissingOrMalformedKeyIsRejected() {
        Map<String, Object> order = RunningPaymentService.orderBody(shirt, CARD);
        assertProblem(
                service.post("/api/payments", service.tokens.of(kim), order, Map.of()), 400, "IDEMPOTENCY_KEY_MISSING");
        for (String key : List.of("", "k".repeat(256), "two words")) {
            Response refused = service.order(kim, order, key);
            assertProblem(refused, 400, "INVALID_FIELD");
        }
        assertThat(service.order(kim, order, "k".repeat(255)).status()).isEqualTo(202);
    }

    @Test
    void aUserCannotAccessAnotherUsersPayment() {
        UUID lee = service.ids.next();
        UUID kims =
                service.order(kim, RunningPaymentService.orderBody(shirt, CARD)).id();
        Map<String, String> key = Map.of("Idempotency-Key", "x");

        assertProblem(service.payment(lee, kims), 404, "NOT_FOUND");
        assertProblem(
                service.post("/api/payments/" + kims + "/cancel", service.tokens.of(lee), null, Map.of()),
                404,
                "NOT_FOUND");
        assertProblem(
                service.post("/api/payments/" + kims + "/refunds", service.tokens.of(lee), Map.of(), key),
                404,
                "NOT_FOUND");
        assertProblem(service.payment(lee, UUID.randomUUID()), 404, "NOT_FOUND");
        assertThat(service.get("/api/payments", service.tokens.of(lee))
                        .body()
                        .path("items")
                        .size())
                .isZero();
    }

    private interface NumberedRequest {
        Response send(int number);
    }

    private static List<Response> sendConcurrently(int count, NumberedRequest request) throws Exception {
        CountDownLatch start = new CountDownLatch(1);
        List<Response> responses = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Response>> futures = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                int number = i;
                futures.add(threads.submit(() -> {
                    start.await();
                    return request.send(number);
                }));
            }
            start.countDown();
            for (Future<Response> future : futures) {
                responses.add(future.get());
            }
        }
        return responses;
    }
}
