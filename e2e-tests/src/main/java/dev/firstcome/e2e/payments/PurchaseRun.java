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

/** A running load of concurrent buyers, each of which places several orders. The seed determines the orders. */
public final class PurchaseRun implements AutoCloseable {
    private static final Duration MARGIN = Duration.ofSeconds(20);

    /** This quantity of any product costs more than the coupon's discount, so that an amount remains to be charged. */
    private static final int QUANTITY_ABOVE_DISCOUNT = 6;

    private final PaymentHistory history;
    private final Plan plan;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Future<?>> buyers = new ArrayList<>();
    private final AtomicInteger inFlight = new AtomicInteger();
    private final AtomicInteger accepted = new AtomicInteger();
    private final Map<String, Integer> outcomes = new ConcurrentHashMap<>();
    private volatile @Nullable UUID lastPayment;

    /**
     * The parameters of a run.
     *
     * @param ordersPerBuyer the number of orders of each buyer
     * @param cards the payment methods, one of which is drawn for each order
     * @param refundOneIn the share of captured payments to refund, such as 3 for one in three; 0 for none
     * @param coupons the coupon of each user; the user redeems it with each order until it is used
     */
    public record Plan(
            int ordersPerBuyer,
            List<String> cards,
            int refundOneIn,
            Duration giveUpAfter,
            long seed,
            Map<UUID, UUID> coupons) {
        public Plan {
            cards = List.copyOf(cards);
            coupons = Map.copyOf(coupons);
        }
    }

    private PurchaseRun(PaymentHistory history, Plan plan) {
        this.history = history;
        this.plan = plan;
    }

    public static PurchaseRun start(ShopperGroup group, TestProducts products, Plan plan, PaymentHistory history) {
        PurchaseRun run = new PurchaseRun(history, plan);
        SplittableRandom random = new SplittableRandom(plan.seed());
        for (Shopper shopper : group.shoppers()) {
            SplittableRandom buyerRandom = random.split();
            run.buyers.add(run.threads.submit(() -> {
                run.placeOrders(new Buyer(shopper, history, plan.giveUpAfter()), products.products(), buyerRandom);
                return null;
            }));
        }
        return run;
    }

    private void placeOrders(Buyer buyer, List<UUID> products, SplittableRandom random) throws InterruptedException {
        UUID coupon = plan.coupons().get(buyer.id());
        for (int i = 0; i < plan.ordersPerBuyer(); i++) {
            Order order = order(i, coupon, products, random);
            inFlight.incrementAndGet();
            UUID payment = buyer.placeOrder(order, "order-" + i + "-" + Long.toHexString(plan.seed()));
            inFlight.decrementAndGet();
            if (payment == null) {
                outcomes.merge("refused", 1, Integer::sum);
                continue;
            }
            accepted.incrementAndGet();
            UUID foreign = lastPayment;
            String state = buyer.awaitFinalState(payment);
            outcomes.merge(state, 1, Integer::sum);
            lastPayment = payment;
            if (coupon != null) {
                coupon = state.equals("CAPTURED") ? null : buyer.awaitCouponReleased(coupon);
            }
            if (foreign != null && i == 0) {
                buyer.attemptForeignAccess(foreign);
            }
            if (plan.refundOneIn() > 0 && state.equals("CAPTURED") && random.nextInt(plan.refundOneIn()) == 0) {
                buyer.requestFullRefund(payment);
            }
        }
    }

    /** Each order has a new quantity, because an identical order would be rejected as a suspected duplicate. */
    private Order order(int number, @Nullable UUID coupon, List<UUID> products, SplittableRandom random) {
        return new Order(
                products.get(random.nextInt(products.size())),
                number + (coupon == null ? 1 : QUANTITY_ABOVE_DISCOUNT),
                coupon,
                plan.cards().get(random.nextInt(plan.cards().size())));
    }

    /** Orders that were sent and have no final answer yet. */
    public int inFlight() {
        return inFlight.get();
    }

    /** Payments that were accepted. */
    public int accepted() {
        return accepted.get();
    }

    /** The number of finished orders by final state, or "refused". */
    public Map<String, Integer> outcomes() {
        return new TreeMap<>(outcomes);
    }

    public int finishedOrders() {
        return outcomes.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** Waits until all buyers have finished, and returns {@link #outcomes()}. */
    public Map<String, Integer> awaitOutcomes() throws InterruptedException {
        for (Future<?> buyer : buyers) {
            try {
                buyer.get(plan.giveUpAfter().plus(MARGIN).toMillis(), TimeUnit.MILLISECONDS);
            } catch (ExecutionException | TimeoutException e) {
                throw new IllegalStateException("a buyer failed or did not finish in time", e);
            }
        }
        return outcomes();
    }

    public PaymentHistory history() {
        return history;
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
