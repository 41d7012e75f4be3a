package dev.firstcome.e2e.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.e2e.crowd.Door;
import dev.firstcome.e2e.crowd.Shopper;
import dev.firstcome.e2e.faults.proxy.Applied;
import dev.firstcome.e2e.faults.proxy.Impairment.Cut;
import dev.firstcome.e2e.faults.proxy.Link;
import dev.firstcome.e2e.payments.Buyer;
import dev.firstcome.e2e.payments.Order;
import dev.firstcome.local.layout.ServiceDefinition;
import dev.firstcome.model.random.Seeds;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * P1, P6: everyone taps again and again. Each user sends one order twenty times at once under one key and twenty times under
 * fresh keys, while connections are cut at random; each pays once.
 */
@ExtendWith(ShopIsOpen.class)
class PaymentStormScenario {
    private static final int USERS = Integer.getInteger("firstcome.storm-users", 200);
    private static final int CALLS = 20;
    private static final int AT_ONCE = 400;

    private final Set<UUID> paid = ConcurrentHashMap.newKeySet();
    private final AtomicInteger reached = new AtomicInteger();
    private final AtomicInteger silent = new AtomicInteger();

    @Test
    void eachPaysOnceHoweverOftenTheyCall(Shop shop) throws Exception {
        long seed = Seeds.one();
        AtomicBoolean over = new AtomicBoolean();
        try (Payments payments = Payments.open(shop, "payment storm", USERS, seed);
                Door door = new Door(URI.create(shop.description().gatewayUrl()), AT_ONCE);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Integer> cuts = threads.submit(() -> cuts(shop, over, seed));
            List<Future<?>> users = new ArrayList<>();
            UUID product = payments.shelf().products().getFirst();
            for (Shopper shopper : payments.crowd().shoppers()) {
                Buyer buyer = new Buyer(shopper, payments.history(), Payments.patience());
                users.add(threads.submit(() -> {
                    storm(buyer, door, new Order(product, 1, null, "pm_card_visa"));
                    return null;
                }));
            }
            for (Future<?> user : users) {
                user.get();
            }
            over.set(true);
            System.out.printf(
                    "%d calls were answered, %d were not; connections were cut %d times%n",
                    reached.get(), silent.get(), cuts.get());
            assertThat(reached.get()).as("calls that were answered").isGreaterThan(USERS * CALLS * 2 * 9 / 10);
            assertThat(cuts.get()).as("cuts").isPositive();
            payments.judged();
            assertThat(paid).hasSize(USERS);
            Set<UUID> charged = new HashSet<>();
            payments.provider().moved().stream()
                    .filter(moved -> moved.payment() != null && paid.contains(moved.payment()))
                    .forEach(moved -> charged.add(moved.payment()));
            assertThat(charged).as("payments that were charged").hasSize(USERS);
            assertThat(payments.history().snapshot().told().stream()
                            .filter(told -> told.status() == 202)
                            .map(told -> told.raw())
                            .distinct())
                    .as("different payments that anybody was told of")
                    .hasSize(USERS);
        }
    }

    /** All at once, and then as a client does that wants to know. */
    private void storm(Buyer buyer, Door door, Order order) throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> calls = new ArrayList<>();
            for (int i = 0; i < 2 * CALLS; i++) {
                String key = i % 2 == 0 ? "the-one" : "fresh-" + i;
                calls.add(threads.submit(() -> {
                    boolean answered = Objects.nonNull(buyer.sendTo(door, order, key));
                    (answered ? reached : silent).incrementAndGet();
                    return null;
                }));
            }
            for (Future<?> call : calls) {
                call.get();
            }
        }
        UUID payment = paymentOf(buyer, order);
        paid.add(payment);
        buyer.watches(payment);
    }

    /** Either the one key has made it, or one of the fresh ones came before; then the one says which. */
    private static UUID paymentOf(Buyer buyer, Order order) throws InterruptedException {
        UUID made = buyer.orders(order, "the-one");
        return made != null ? made : Objects.requireNonNull(buyer.suspected(), "nobody has made a payment");
    }

    /** Cuts all connections between clients and the door, and between the door and the service, now and then. */
    private static int cuts(Shop shop, AtomicBoolean over, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int times = 0;
        while (!over.get()) {
            LockSupport.parkNanos(Duration.ofMillis(random.nextLong(300, 900)).toNanos());
            String to = random.nextBoolean() ? ServiceDefinition.GATEWAY : ServiceDefinition.PAYMENT;
            Link link = Link.fromAnyone(to);
            try (Applied cut = shop.proxies().apply(link, new Cut())) {
                times += cut.met() > 0 ? 1 : 0;
            }
        }
        return times;
    }
}
