package dev.firstcome.e2e.scenarios;

import dev.firstcome.e2e.load.Answer;
import dev.firstcome.e2e.load.Call;
import dev.firstcome.e2e.load.Pacing;
import dev.firstcome.e2e.load.Shopper;
import dev.firstcome.e2e.payments.Buyer;
import dev.firstcome.e2e.payments.Order;
import dev.firstcome.testsupport.Eventually;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The orders and coupon requests of one user, each with an idempotency key of its own, while services are paused. Used by one
 * thread.
 */
final class CommandsAroundPause {
    private static final Duration BOUND = Duration.ofSeconds(60);
    private static final String CARD = "pm_card_visa";
    private static final int TIMED_OUT = 504;

    private final Shopper shopper;
    private final Buyer buyer;
    private final List<UUID> products;
    private final String campaign;
    private final SplittableRandom random;
    private final List<SentOrder> orders = new ArrayList<>();
    private final List<SentRequest> requests = new ArrayList<>();

    CommandsAroundPause(Shopper shopper, Buyer buyer, List<UUID> products, UUID campaign, SplittableRandom random) {
        this.shopper = shopper;
        this.buyer = buyer;
        this.products = products;
        this.campaign = "/api/campaigns/" + campaign;
        this.random = random;
    }

    /**
     * An order that was sent.
     *
     * @param answeredMillis when the answer arrived, in milliseconds since 1970: not before the request's deadline if the
     *     answer is 504
     */
    record SentOrder(Buyer buyer, Order order, String key, int status, long answeredMillis) {}

    /** A coupon request that was sent; see {@link SentOrder}. */
    record SentRequest(String key, int status, long answeredMillis) {}

    /** The orders that the gateway answered with 504. */
    List<SentOrder> timedOutOrders() {
        return orders.stream().filter(order -> order.status() == TIMED_OUT).toList();
    }

    /** The coupon requests that the gateway answered with 504. */
    List<SentRequest> timedOutRequests() {
        return requests.stream()
                .filter(request -> request.status() == TIMED_OUT)
                .toList();
    }

    int sent() {
        return orders.size() + requests.size();
    }

    /** Sends commands one after the other until the condition holds. */
    void runUntil(BooleanSupplier over) throws InterruptedException {
        String admission = Eventually.get(
                        "the user is admitted",
                        BOUND,
                        () -> shopper.send(Call.post(campaign + "/admissions")),
                        Answer::ok)
                .text("admission");
        while (!over.getAsBoolean()) {
            if (random.nextBoolean()) {
                sendOrder();
            } else {
                sendRequest(admission);
            }
            Pacing.pause(Duration.ofMillis(random.nextLong(50, 250)));
        }
    }

    /** Each order has another basket: an equal one would be suspected as a duplicate. */
    private void sendOrder() throws InterruptedException {
        int number = orders.size();
        UUID product = products.get(number % products.size());
        Order order = new Order(product, 1 + number / products.size(), null, CARD);
        String key = UUID.randomUUID().toString();
        Answer answer = buyer.send(order, key);
        orders.add(new SentOrder(buyer, order, key, statusOf(answer), System.currentTimeMillis()));
    }

    private void sendRequest(String admission) throws InterruptedException {
        String key = UUID.randomUUID().toString();
        Answer answer = null;
        try {
            answer = shopper.send(Call.post(campaign + "/requests")
                    .header("X-Admission", admission)
                    .header("Idempotency-Key", key));
        } catch (IOException noAnswer) {
            // recorded as such
        }
        requests.add(new SentRequest(key, statusOf(answer), System.currentTimeMillis()));
    }

    private static int statusOf(@Nullable Answer answer) {
        return answer == null ? 0 : answer.status();
    }
}
