package dev.firstcome.e2e.payments;

import dev.firstcome.e2e.load.Answer;
import dev.firstcome.e2e.load.Call;
import dev.firstcome.e2e.load.GatewayClient;
import dev.firstcome.e2e.load.Shopper;
import dev.firstcome.e2e.verifier.PaymentHistory;
import dev.firstcome.e2e.verifier.PaymentHistory.Told;
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
 * A shopper who pays: sends an order under one key until it is answered, then looks at the payment until it has ended. All
 * that is heard goes into the history. Whatever gets no answer is sent again, as a client does that does not know.
 */
public final class Buyer {
    private static final Set<String> FINAL = Set.of("CAPTURED", "DECLINED", "REJECTED", "CANCELLED", "EXPIRED");
    private static final Duration PAUSE = Duration.ofMillis(300);

    private final Shopper shopper;
    private final PaymentHistory history;
    private final long endNanos;
    private volatile @Nullable UUID suspected;

    /** @param patience after which nothing is tried any more */
    public Buyer(Shopper shopper, PaymentHistory history, Duration patience) {
        this.shopper = shopper;
        this.history = history;
        this.endNanos = System.nanoTime() + patience.toNanos();
    }

    public UUID id() {
        return shopper.userId();
    }

    /** One call, tried once; no answer is null. */
    public @Nullable Answer send(Order order, String key) throws InterruptedException {
        try {
            return heard(order, key, shopper.send(call(order, key)));
        } catch (IOException silence) {
            return null;
        }
    }

    private @Nullable Answer sendTo(GatewayClient door, Order order, String key) throws InterruptedException {
        try {
            return heard(order, key, shopper.sendTo(door, call(order, key)));
        } catch (IOException silence) {
            return null;
        }
    }

    /**
     * Sends it at a door of one's own until it is known what has become of it: it is taken, or repeats an order that is.
     *
     * @param met is given what came of each time; no answer is null
     */
    public void taps(GatewayClient door, Order order, String key, Consumer<@Nullable Answer> met)
            throws InterruptedException {
        while (System.nanoTime() < endNanos) {
            Answer answer = sendTo(door, order, key);
            met.accept(answer);
            if (answer != null && (answer.status() == 202 || answer.code().equals("DUPLICATE_SUSPECTED"))) {
                return;
            }
            pause();
        }
        throw new IllegalStateException("%s: key %s stays unanswered".formatted(id(), key));
    }

    private static Call call(Order order, String key) {
        return Call.post("/api/payments").header("Idempotency-Key", key).body(order.body());
    }

    /** The payment of which an order was last held to be a repetition. */
    public @Nullable UUID suspected() {
        return suspected;
    }

    private Answer heard(Order order, String key, Answer answer) {
        if (answer.code().equals("DUPLICATE_SUSPECTED")) {
            suspected = UUID.fromString(answer.text("paymentId"));
        }
        history.told(new Told(id(), key, order.toString(), answer.status(), answer.code(), answer.raw()));
        return answer;
    }

    /** Sends it until it is answered for good, and tells which payment it has become; null: none. */
    public @Nullable UUID orders(Order order, String key) throws InterruptedException {
        while (System.nanoTime() < endNanos) {
            Answer answer = send(order, key);
            if (answer != null && answer.status() == 202) {
                return UUID.fromString(answer.text("paymentId"));
            }
            if (answer != null && !answer.again() && !answer.code().equals("IDEMPOTENCY_IN_PROGRESS")) {
                return null;
            }
            pause();
        }
        throw new IllegalStateException("%s: key %s stays unanswered".formatted(id(), key));
    }

    /** Looks at the payment until it has ended; gives the state in which it stays. */
    public String watches(UUID payment) throws InterruptedException {
        String last = "nothing";
        while (System.nanoTime() < endNanos) {
            try {
                Answer answer = shopper.send(Call.get("/api/payments/" + payment));
                if (answer.ok()) {
                    last = answer.text("state");
                    history.shown(id(), payment, last);
                    if (FINAL.contains(last)) {
                        return last;
                    }
                } else if (!answer.again()) {
                    throw new IllegalStateException("payment %s is answered %s".formatted(payment, answer));
                }
            } catch (IOException silence) {
                last = "silence";
            }
            pause();
        }
        throw new IllegalStateException("payment %s does not end: %s".formatted(payment, last));
    }

    /** Looks at the wallet until a coupon that was not used up can be used again, and gives it. */
    UUID hasAgain(UUID coupon) throws InterruptedException {
        String last = "nothing";
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
            } catch (IOException silence) {
                last = "silence";
            }
            pause();
        }
        throw new IllegalStateException("coupon %s is not given back: %s".formatted(coupon, last));
    }

    /** Asks for somebody else's payment, in each way there is. */
    public void pries(UUID payment) throws InterruptedException {
        try {
            for (Call call : new Call[] {
                Call.get("/api/payments/" + payment),
                Call.post("/api/payments/" + payment + "/cancel"),
                Call.post("/api/payments/" + payment + "/refunds")
                        .header("Idempotency-Key", "pry")
                        .body(Map.of())
            }) {
                history.foreign(id(), payment, shopper.send(call).status());
            }
        } catch (IOException silence) {
            pause();
        }
    }

    /** Asks for all of it back, until that is answered. */
    public void wantsBack(UUID payment) throws InterruptedException {
        Call call = Call.post("/api/payments/" + payment + "/refunds")
                .header("Idempotency-Key", "back-" + payment)
                .body(Map.of());
        while (System.nanoTime() < endNanos) {
            try {
                Answer answer = shopper.send(call);
                if (!answer.again() && !answer.code().equals("IDEMPOTENCY_IN_PROGRESS")) {
                    return;
                }
            } catch (IOException silence) {
                pause();
            }
            pause();
        }
    }

    private static void pause() throws InterruptedException {
        long millis = PAUSE.toMillis();
        TimeUnit.MILLISECONDS.sleep(millis / 2 + ThreadLocalRandom.current().nextLong(millis));
    }
}
