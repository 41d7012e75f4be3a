package dev.firstcome.payment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.payment.RunningPaymentService.Response;
import dev.firstcome.platform.deadlines.RequestDeadline.DeadlineHeaders;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests that no request takes effect after the deadline that the gateway sent with it. */
class RequestDeadlineIT {
    private static final long BUDGET_MILLIS = 5_000;
    private static RunningPaymentService service;

    private UUID kim;
    private UUID shirt;
    private String key;

    @BeforeAll
    static void start() {
        service = new RunningPaymentService("--payment.work.look-every=100ms");
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @BeforeEach
    void sendRequestBeforeItsDeadline() {
        kim = service.ids.next();
        shirt = service.shop.product(12_900, "KRW", 100);
        key = UUID.randomUUID().toString();
        assertThat(service.call("GET", "/api/payments", service.tokens.of(kim), null, sentBefore(Duration.ZERO))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void aLateOrderIsRejectedAndARetryWithTheSameKeyOrdersOnce() {
        Response late = order(Duration.ofMillis(2 * BUDGET_MILLIS));

        assertThat(late.status()).isEqualTo(503);
        assertThat(late.code()).isEqualTo("DEADLINE_EXCEEDED");
        assertThat(late.header("Retry-After")).isNotEmpty();
        assertThat(payments()).isZero();

        Response repeated = order(Duration.ZERO);
        assertThat(repeated.status()).isEqualTo(202);
        service.awaitState(kim, repeated.id(), "CAPTURED");
        assertThat(payments()).isEqualTo(1);
    }

    @Test
    void aLateOperatorCommandIsRejectedWithoutEffect() {
        String operator = service.tokens.of(service.ids.next(), "OPERATOR");
        String before = service.get("/ops/reconciliations", operator).response().body();

        Response late = service.call(
                "POST",
                "/ops/reconciliations",
                operator,
                Map.of("reason", "a late command"),
                sentBefore(Duration.ofMillis(2 * BUDGET_MILLIS)));

        assertThat(late.code()).isEqualTo("DEADLINE_EXCEEDED");
        assertThat(service.get("/ops/reconciliations", operator).response().body())
                .isEqualTo(before);
    }

    @Test
    void aHeadRequestForAStreamIsRejected() {
        UUID payment = order(Duration.ZERO).id();

        Response head =
                service.call("HEAD", "/api/payments/" + payment + "/events", service.tokens.of(kim), null, Map.of());

        assertThat(head.status()).isEqualTo(405);
        assertThat(head.header("Allow")).contains("GET").doesNotContain("HEAD");
        assertThat(head.header("Content-Type")).startsWith("application/problem+json");
    }

    private Response order(Duration ago) {
        Map<String, String> headers = new HashMap<>(sentBefore(ago));
        headers.put("Idempotency-Key", key);
        return service.post(
                "/api/payments",
                service.tokens.of(kim),
                RunningPaymentService.orderBody(shirt, "pm_card_visa"),
                headers);
    }

    private int payments() {
        return service.get("/api/payments", service.tokens.of(kim))
                .body()
                .path("items")
                .size();
    }

    /** Returns the headers of a request that the gateway sent this long ago. */
    private static Map<String, String> sentBefore(Duration ago) {
        return Map.of(
                DeadlineHeaders.CLOCK,
                "gateway of this test",
                DeadlineHeaders.SENT,
                Long.toString(System.currentTimeMillis() - ago.toMillis()),
                DeadlineHeaders.BUDGET,
                Long.toString(BUDGET_MILLIS));
    }
}
