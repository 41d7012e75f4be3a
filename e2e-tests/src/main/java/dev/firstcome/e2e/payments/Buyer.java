package dev.firstcome.e2e.payments;

import dev.firstcome.e2e.load.Answer;
import dev.firstcome.e2e.load.Call;
import dev.firstcome.e2e.load.GatewayClient;
import dev.firstcome.e2e.load.Shopper;
import dev.firstcome.e2e.verifier.PaymentHistory;
import dev.firstcome.e2e.verifier.PaymentHistory.OrderResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A user who places orders and polls their payments until they reach a final state. Every answer goes into the payment
 * history. A call without an answer is retried with the same idempotency key.
 */
public final class Buyer {
    private static final Set<String> FINAL = Set.of("CAPTURED", "DECLINED", "REJECTED", "CANCELLED", "EXPIRED");
    private static final Duration RETRY_DELAY = Duration.ofMillis(300);

    private final Shopper shopper;
    private final PaymentHistory history;
    private final long endNanos;
    private volatile @Nullable UUID suspectedDuplicate;

    /** @param giveUpAfter the time after which calls are no longer retried */
    public Buyer(Shopper shopper, PaymentHistory history, Duration giveUpAfter) {
        this.shopper = shopper;
        this.history = history;
        this.endNanos = System.nanoTime() + giveUpAfter.toNanos();
    }

    public UUID id() {
        return shopper.userId();
    }

    /** Sends an order once; returns null if no answer arrived. */
    public @Nullable Answer send(Order order, String key) throws InterruptedException {
        try {
            return record(order, key, shopper.send(call(order, key)));
        } catch (IOException noAnswer) {
            return null;
        }
    }

    private @Nullable Answer sendTo(GatewayClient client, Order order, String key) throws InterruptedException {
        try {
            return record(order, key, shopper.sendTo(client, call(order, key)));
        } catch (IOException noAnswer) {
            return null;
        }
    }

    /**
     * Sends an order through this client until it is accepted or recognized as a duplicate.
     *
     * @param answers receives the answer of each attempt; null if no answer arrived
     */
    public void sendUntilKnown(GatewayClient client, Order order, String key, Consumer<@Nullable Answer> answers)
            throws InterruptedException {
        while (System.nanoTime() < endNanos) {
            Answer answer = sendTo(client, order, key);
            answers.accept(answer);
            if (answer != null && (answer.status() == 202 || answer.code().equals("DUPLICATE_SUSPECTED"))) {
                return;
            }
            pause();
        }
        throw new IllegalStateException(
                "user %s: the order with idempotency key %s got no final answer".formatted(id(), key));
    }

    private static Call call(Order order, String key) {
        return Call.post("/api/payments").header("Idempotency-Key", key).body(order.body());
    }

    /** The existing payment that the last DUPLICATE_SUSPECTED answer named. */
    public @Nullable UUID suspectedDuplicate() {
        return suspectedDuplicate;
    }

    private Answer record(Order order, String key, Answer answer) {
        if (answer.code().equals("DUPLICATE_SUSPECTED")) {
            suspectedDuplicate = UUID.fromString(answer.text("paymentId"));
        }
        history.recordResponse(
                new OrderResponse(id(), key, order.toString(), answer.status(), answer.code(), answer.raw()));
        return answer;
    }

    /** Places an order with retries; returns the id of the payment, or null if the order was refused. */
    public @Nullable UUID placeOrder(Order order, String key) throws InterruptedException {
        while (System.nanoTime() < endNanos) {
            Answer answer = send(order, key);
            if (answer != null && answer.status() == 202) {
                return UUID.fromString(answer.text("paymentId"));
            }
            if (answer != null && !answer.isRetryable() && !answer.code().equals("IDEMPOTENCY_IN_PROGRESS")) {
                return null;
            }
            pause();
        }
        throw new IllegalStateException(
                "user %s: the order with idempotency key %s got no final answer".formatted(id(), key));
    }

    /** Polls the payment until it reaches a final state, and returns that state. */
    public String awaitFinalState(UUID payment) throws InterruptedException {
        String last = "none";
        while (System.nanoTime() < endNanos) {
            try {
                Answer answer = shopper.send(Call.get("/api/payments/" + payment));
                if (answer.ok()) {
                    last = answer.text("state");
                    history.recordPayment(id(), payment, last);
                    if (FINAL.contains(last)) {
                        return last;
                    }
                } else if (!answer.isRetryable()) {
                    throw new IllegalStateException("polling payment %s failed: %s".formatted(payment, answer));
                }
            } catch (IOException noAnswer) {
                last = "no answer";
            }
            pause();
        }
        throw new IllegalStateException("payment %s reached no final state; last state: %s".formatted(payment, last));
    }

    /** Polls the wallet until the coupon of a failed payment is available again, and returns the coupon. */
    UUID awaitCouponReleased(UUID coupon) throws InterruptedException {
        String last = "none";
        while (System.nanoTime() < endNanos) {
            try {
                Answer answer = shopper.send(Call.get("/api/coupons"));
                for (JsonNode one : answer.body().path("items")) {
                    if (one.path("couponId").asString().equals(coupon.toString())) {
                        last = one.path("state").asString();
                    }
                }
                if (last.equals("AVAILABLE")) {
                    return coupon;
                }
            } catch (IOException noAnswer) {
                last = "no answer";
            }
            pause();
        }
        throw new IllegalStateException("coupon %s was not released; last state: %s".formatted(coupon, last));
    }

    /** Tries to read, cancel and refund another user's payment, and records the answers. */
    public void attemptForeignAccess(UUID payment) throws InterruptedException {
        try {
            for (Call call : new Call[] {
                Call.get("/api/payments/" + payment),
                Call.post("/api/payments/" + payment + "/cancel"),
                Call.post("/api/payments/" + payment + "/refunds")
                        .header("Idempotency-Key", "foreign-access")
                        .body(Map.of())
            }) {
                history.recordCrossUserRead(id(), payment, shopper.send(call).status());
            }
        } catch (IOException noAnswer) {
            pause();
        }
    }

    /** Requests a partial refund once. */
    public Answer sendRefund(UUID payment, long amount, String key) throws IOException, InterruptedException {
        return shopper.send(Call.post("/api/payments/" + payment + "/refunds")
                .header("Idempotency-Key", key)
                .body(Map.of("amount", Map.of("amount", amount, "currency", "KRW"))));
    }

    /** Requests a full refund; retries until the request is answered. */
    public void requestFullRefund(UUID payment) throws InterruptedException {
        Call call = Call.post("/api/payments/" + payment + "/refunds")
                .header("Idempotency-Key", "refund-" + payment)
                .body(Map.of());
        while (System.nanoTime() < endNanos) {
            try {
                Answer answer = shopper.send(call);
                if (!answer.isRetryable() && !answer.code().equals("IDEMPOTENCY_IN_PROGRESS")) {
                    return;
                }
            } catch (IOException noAnswer) {
                pause();
            }
            pause();
        }
    }

    private static void pause() throws InterruptedException {
        long millis = RETRY_DELAY.toMillis();
        TimeUnit.MILLISECONDS.sleep(millis / 2 + ThreadLocalRandom.current().nextLong(millis));
    }
}
