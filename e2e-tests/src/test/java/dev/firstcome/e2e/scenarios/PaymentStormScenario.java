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
import dev.firstcome.e2e.waiting.Eventually;
import dev.firstcome.local.layout.ServiceDefinition;
import dev.firstcome.model.random.Seeds;
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
 * P1, P6: everyone taps again and again. Each user sends one order twenty times at once under one key and twenty times under
 * fresh keys, while connections are cut at random; each pays once.
 */
@ExtendWith(SharedPlatformExtension.class)
class PaymentStormScenario {
    private static final int USERS = Integer.getInteger("firstcome.storm-users", 60);
    private static final int CALLS = 20;
    private static final int AT_ONCE = 48;

    /** Each user's calls come on connections of their own, and the proxies between them carry only so many. */
    private static final Duration UNUSED = Duration.ofSeconds(10);

    private static final int CUTS = Math.max(1, USERS / 15);

    private final Set<UUID> paid = ConcurrentHashMap.newKeySet();
    /** In the order in which they come: a user's calls are on their way together. */
    private final Semaphore turns = new Semaphore(AT_ONCE, true);

    private final AtomicInteger answered = new AtomicInteger();
    private final AtomicInteger sent = new AtomicInteger();
    private final Map<String, Integer> statuses = new ConcurrentHashMap<>();

    @Test
    void eachPaysOnceHoweverOftenTheyCall(SharedPlatform shop) throws Exception {
        long seed = Seeds.one();
        try (PurchaseLoad payments = PurchaseLoad.open(shop, "payment storm", USERS, seed);
                GatewayClient door =
                        GatewayClient.thatCloses(URI.create(shop.description().gatewayUrl()), AT_ONCE, UNUSED);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Integer> cuts = threads.submit(() -> cuts(shop, new SplittableRandom(seed)));
            List<Future<?>> users = new ArrayList<>();
            long start = System.nanoTime();
            UUID product = payments.shelf().products().getFirst();
            for (Shopper shopper : payments.crowd().shoppers()) {
                Buyer buyer = new Buyer(
                        shopper, payments.history(), PurchaseLoad.patience().multipliedBy(2));
                users.add(threads.submit(() -> {
                    storm(buyer, door, new Order(product, 1, null, "pm_card_visa"));
                    return null;
                }));
            }
            for (Future<?> user : users) {
                user.get();
            }
            System.out.printf(
                    "%d ms: %d calls, sent %d times until each was answered for good; connections were cut %d times;"
                            + " answers %s%n",
                    (System.nanoTime() - start) / 1_000_000,
                    answered.get(),
                    sent.get(),
                    cuts.get(),
                    new TreeMap<>(statuses));
            assertThat(answered.get()).as("calls").isEqualTo(USERS * CALLS * 2);
            assertThat(cuts.get()).as("cuts").isPositive();
            eachHasPaidOnce(payments);
        }
    }

    private void eachHasPaidOnce(PurchaseLoad payments) {
        payments.judged();
        assertThat(paid).hasSize(USERS);
        Set<UUID> charged = new HashSet<>();
        payments.provider().moved().stream()
                .filter(moved -> moved.payment() != null && paid.contains(moved.payment()))
                .forEach(moved -> charged.add(moved.payment()));
        assertThat(charged).as("payments that were charged").hasSize(USERS);
        Map<UUID, Set<String>> told = new HashMap<>();
        Set<UUID> users =
                payments.crowd().shoppers().stream().map(Shopper::userId).collect(Collectors.toSet());
        payments.history().snapshot().told().stream()
                .filter(answer -> answer.status() == 202 && users.contains(answer.user()))
                .forEach(answer -> told.computeIfAbsent(answer.user(), any -> new HashSet<>())
                        .add(answer.raw()));
        assertThat(told).as("users who were told of a payment").hasSize(USERS);
        assertThat(told.values())
                .as("answers by which a user was told of a payment")
                .allSatisfy(one -> assertThat(one).hasSize(1));
    }

    /** All at once, and then as a client does that wants to know. */
    private void storm(Buyer buyer, GatewayClient door, Order order) throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> calls = new ArrayList<>();
            for (int i = 0; i < 2 * CALLS; i++) {
                String key = i % 2 == 0 ? "the-one" : "fresh-" + i;
                calls.add(threads.submit(() -> taps(buyer, door, order, key)));
            }
            for (Future<?> call : calls) {
                call.get();
            }
        }
        UUID payment = paymentOf(buyer, order);
        paid.add(payment);
        buyer.watches(payment);
    }

    /** Its turn lasts until it is answered: an order that comes back a minute after the others is a new one. */
    private Void taps(Buyer buyer, GatewayClient door, Order order, String key) throws InterruptedException {
        turns.acquire();
        try {
            buyer.taps(door, order, key, this::met);
        } finally {
            turns.release();
        }
        answered.incrementAndGet();
        return null;
    }

    private void met(@Nullable Answer answer) {
        sent.incrementAndGet();
        statuses.merge(answer == null ? "none" : (answer.status() + " " + answer.code()).strip(), 1, Integer::sum);
    }

    /** Either the one key has made it, or one of the fresh ones came before; then the one says which. */
    private static UUID paymentOf(Buyer buyer, Order order) throws InterruptedException {
        UUID made = buyer.orders(order, "the-one");
        return made != null ? made : Objects.requireNonNull(buyer.suspected(), "nobody has made a payment");
    }

    /** Cuts all connections to the door or to the service when so much of the storm is over, a few times, and heals them. */
    private int cuts(SharedPlatform shop, SplittableRandom random) {
        int met = 0;
        for (int share = 1; share <= CUTS; share++) {
            int seen = USERS * CALLS * 2 * share / (CUTS + 2);
            Eventually.holds("some have called", PurchaseLoad.patience(), () -> sent.get() >= seen);
            String to = random.nextBoolean() ? ServiceDefinition.GATEWAY : ServiceDefinition.PAYMENT;
            try (ActiveImpairment cut = shop.proxies().apply(Link.fromAnyone(to), new Cut())) {
                met += cut.met() > 0 ? 1 : 0;
            }
        }
        return met;
    }
}
