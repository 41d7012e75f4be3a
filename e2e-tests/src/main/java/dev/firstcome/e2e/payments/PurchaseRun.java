package dev.firstcome.e2e.payments;

import dev.firstcome.e2e.load.Shopper;
import dev.firstcome.e2e.load.ShopperGroup;
import dev.firstcome.e2e.verifier.PaymentHistory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Many people who buy at the same time, each several times, in an order that the seed gives. */
public final class PurchaseRun implements AutoCloseable {
    private static final Duration MARGIN = Duration.ofSeconds(20);

    /** So many of any product cost more than a coupon takes off, so that something is charged. */
    private static final int WORTH_A_COUPON = 6;

    private final PaymentHistory history;
    private final Plan plan;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Future<?>> people = new ArrayList<>();
    private final AtomicInteger asking = new AtomicInteger();
    private final AtomicInteger taken = new AtomicInteger();
    private final Map<String, Integer> ended = new ConcurrentHashMap<>();
    private volatile @Nullable UUID lastSeen;

    /**
     * @param each orders of each person
     * @param cards one of which is drawn for each order
     * @param refunds one of so many captured payments is asked back; 0: none
     * @param coupons by their owners, who pay with them until they are used up
     */
    public record Plan(
            int each, List<String> cards, int refunds, Duration patience, long seed, Map<UUID, UUID> coupons) {
        public Plan {
            cards = List.copyOf(cards);
            coupons = Map.copyOf(coupons);
        }
    }

    private PurchaseRun(PaymentHistory history, Plan plan) {
        this.history = history;
        this.plan = plan;
    }

    public static PurchaseRun begins(ShopperGroup crowd, TestProducts shelf, Plan plan, PaymentHistory history) {
        PurchaseRun shopping = new PurchaseRun(history, plan);
        SplittableRandom random = new SplittableRandom(plan.seed());
        for (Shopper shopper : crowd.shoppers()) {
            SplittableRandom own = random.split();
            shopping.people.add(shopping.threads.submit(() -> {
                shopping.buys(new Buyer(shopper, history, plan.patience()), shelf.products(), own);
                return null;
            }));
        }
        return shopping;
    }

    private void buys(Buyer buyer, List<UUID> products, SplittableRandom random) throws InterruptedException {
        UUID coupon = plan.coupons().get(buyer.id());
        for (int i = 0; i < plan.each(); i++) {
            Order order = order(i, coupon, products, random);
            asking.incrementAndGet();
            UUID payment = buyer.orders(order, "order-" + i + "-" + Long.toHexString(plan.seed()));
            asking.decrementAndGet();
            if (payment == null) {
                ended.merge("refused", 1, Integer::sum);
                continue;
            }
            taken.incrementAndGet();
            UUID others = lastSeen;
            String state = buyer.watches(payment);
            ended.merge(state, 1, Integer::sum);
            lastSeen = payment;
            if (coupon != null) {
                coupon = state.equals("CAPTURED") ? null : buyer.hasAgain(coupon);
            }
            if (others != null && i == 0) {
                buyer.pries(others);
            }
            if (plan.refunds() > 0 && state.equals("CAPTURED") && random.nextInt(plan.refunds()) == 0) {
                buyer.wantsBack(payment);
            }
        }
    }

    /** Another quantity each time: the same order again would be held back. */
    private Order order(int number, @Nullable UUID coupon, List<UUID> products, SplittableRandom random) {
        return new Order(
                products.get(random.nextInt(products.size())),
                number + (coupon == null ? 1 : WORTH_A_COUPON),
                coupon,
                plan.cards().get(random.nextInt(plan.cards().size())));
    }

    /** Orders under way: sent and not answered for good. */
    public int asking() {
        return asking.get();
    }

    /** Payments that were taken in. */
    public int taken() {
        return taken.get();
    }

    /** How orders ended so far. */
    public Map<String, Integer> ended() {
        return new TreeMap<>(ended);
    }

    public int endedInAll() {
        return ended.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** Waits until everyone has bought what they wanted. */
    public Map<String, Integer> ends() throws InterruptedException {
        for (Future<?> person : people) {
            try {
                person.get(plan.patience().plus(MARGIN).toMillis(), TimeUnit.MILLISECONDS);
            } catch (ExecutionException | TimeoutException e) {
                throw new IllegalStateException("somebody did not get through", e);
            }
        }
        return ended();
    }

    public PaymentHistory history() {
        return history;
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
