package dev.firstcome.e2e.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.e2e.faults.proxy.ActiveImpairment;
import dev.firstcome.e2e.faults.proxy.Impairment.Cut;
import dev.firstcome.e2e.faults.proxy.Link;
import dev.firstcome.e2e.load.Answer;
import dev.firstcome.e2e.load.GatewayClient;
import dev.firstcome.e2e.load.Shopper;
import dev.firstcome.e2e.payments.Buyer;
import dev.firstcome.e2e.payments.Order;
import dev.firstcome.local.layout.ServiceDefinition;
import dev.firstcome.model.random.Seeds;
import dev.firstcome.testsupport.Eventually;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * P1, P6: each user sends one order twenty times concurrently under one idempotency key and twenty times under new
 * keys. Connections are cut at random. Each user pays once.
 */
@CoreSet
@ExtendWith(SharedPlatformExtension.class)
class PaymentStormScenario {
    private static final int USERS = Integer.getInteger("firstcome.storm-users", 60);
    private static final int CALLS = 20;
    private static final int CONCURRENCY_MAX = 48;

    /** Closes idle connections early, because the proxies limit the number of connections. */
    private static final Duration IDLE_TIMEOUT = Duration.ofSeconds(10);

    private static final int CUTS = Math.max(1, USERS / 15);

    private final Set<UUID> paid = ConcurrentHashMap.newKeySet();
    /** Fair, so that the calls of one user run together. */
    private final Semaphore permits = new Semaphore(CONCURRENCY_MAX, true);

    private final AtomicInteger answered = new AtomicInteger();
    private final AtomicInteger attempts = new AtomicInteger();
    private final Map<String, Integer> statuses = new ConcurrentHashMap<>();

    @Test
    void eachUserPaysOnceDespiteDuplicateCalls(SharedPlatform shop) throws Exception {
        long seed = Seeds.one();
        try (PurchaseLoad payments = PurchaseLoad.open(shop, "payment storm", USERS, seed);
                GatewayClient client = GatewayClient.evictingIdleConnections(
                        URI.create(shop.description().gatewayUrl()), CONCURRENCY_MAX, IDLE_TIMEOUT);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Integer> cuts = threads.submit(() -> applyCuts(shop, new SplittableRandom(seed)));
            List<Future<?>> users = new ArrayList<>();
            long start = System.nanoTime();
            UUID product = payments.testProducts().products().getFirst();
            for (Shopper shopper : payments.shopperGroup().shoppers()) {
                Buyer buyer = new Buyer(
                        shopper, payments.history(), PurchaseLoad.timeout().multipliedBy(2));
                users.add(threads.submit(() -> {
                    storm(buyer, client, new Order(product, 1, null, "pm_card_visa"));
                    return null;
                }));
            }
            for (Future<?> user : users) {
                user.get();
            }
            System.out.printf(
                    "%d ms: %d calls, %d attempts until each had a final answer; connections were cut %d times;"
                            + " answers %s%n",
                    (System.nanoTime() - start) / 1_000_000,
                    answered.get(),
                    attempts.get(),
                    cuts.get(),
                    new TreeMap<>(statuses));
            assertThat(answered.get()).as("calls").isEqualTo(USERS * CALLS * 2);
            assertThat(cuts.get()).as("cuts").isPositive();
            verifyOnePaymentPerUser(payments);
        }
    }

    private void verifyOnePaymentPerUser(PurchaseLoad payments) {
        payments.verify();
        assertThat(paid).hasSize(USERS);
        Set<UUID> charged = new HashSet<>();
        payments.provider().movements().stream()
                .filter(moved -> moved.payment() != null && paid.contains(moved.payment()))
                .forEach(moved -> charged.add(moved.payment()));
        assertThat(charged).as("payments that were charged").hasSize(USERS);
        Map<UUID, Set<String>> accepted = new HashMap<>();
        Set<UUID> users =
                payments.shopperGroup().shoppers().stream().map(Shopper::userId).collect(Collectors.toSet());
        payments.history().snapshot().responses().stream()
                .filter(answer -> answer.status() == 202 && users.contains(answer.user()))
                .forEach(answer -> accepted.computeIfAbsent(answer.user(), any -> new HashSet<>())
                        .add(answer.raw()));
        assertThat(accepted).as("users with an accepted payment").hasSize(USERS);
        assertThat(accepted.values())
                .as("distinct 202 answers per user")
                .allSatisfy(one -> assertThat(one).hasSize(1));
    }

    /** Sends all calls concurrently, then polls the payment as a client does. */
    private void storm(Buyer buyer, GatewayClient client, Order order) throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> calls = new ArrayList<>();
            for (int i = 0; i < 2 * CALLS; i++) {
                String key = i % 2 == 0 ? "shared" : "unique-" + i;
                calls.add(threads.submit(() -> sendOnce(buyer, client, order, key)));
            }
            for (Future<?> call : calls) {
                call.get();
            }
        }
        UUID payment = paymentOf(buyer, order);
        paid.add(payment);
        buyer.awaitFinalState(payment);
    }

    /** Keeps the permit until the answer: a retry that arrives a minute later would count as a new order. */
    private Void sendOnce(Buyer buyer, GatewayClient client, Order order, String key) throws InterruptedException {
        permits.acquire();
        try {
            buyer.sendUntilKnown(client, order, key, this::countAttempt);
        } finally {
            permits.release();
        }
        answered.incrementAndGet();
        return null;
    }

    private void countAttempt(@Nullable Answer answer) {
        attempts.incrementAndGet();
        statuses.merge(answer == null ? "none" : (answer.status() + " " + answer.code()).strip(), 1, Integer::sum);
    }

    /** Returns the payment of the shared key, or the payment of a unique key that the shared key is a duplicate of. */
    private static UUID paymentOf(Buyer buyer, Order order) throws InterruptedException {
        UUID payment = buyer.placeOrder(order, "shared");
        return payment != null
                ? payment
                : Objects.requireNonNull(buyer.suspectedDuplicate(), "no call created a payment");
    }

    /** Cuts all connections to the gateway or to payment-service at regular shares of the load, and restores them. */
    private int applyCuts(SharedPlatform shop, SplittableRandom random) {
        int effective = 0;
        for (int share = 1; share <= CUTS; share++) {
            int threshold = USERS * CALLS * 2 * share / (CUTS + 2);
            Eventually.holds(
                    "the next share of calls was sent", PurchaseLoad.timeout(), () -> attempts.get() >= threshold);
            String target = random.nextBoolean() ? ServiceDefinition.GATEWAY : ServiceDefinition.PAYMENT;
            try (ActiveImpairment cut = shop.proxies().apply(Link.fromAnyone(target), new Cut())) {
                effective += cut.affectedConnections() > 0 ? 1 : 0;
            }
        }
        return effective;
    }
}
