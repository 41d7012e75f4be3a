package dev.firstcome.e2e.scenarios;

import dev.firstcome.e2e.load.ShopperGroup;
import dev.firstcome.e2e.payments.PurchaseRun;
import dev.firstcome.e2e.payments.PurchaseRun.Plan;
import dev.firstcome.e2e.payments.TestProducts;
import dev.firstcome.e2e.verifier.PaymentHistory;
import dev.firstcome.e2e.verifier.PaymentsEvidence.Reservation;
import dev.firstcome.e2e.verifier.collect.PaymentsCollector;
import dev.firstcome.e2e.verifier.collect.ProviderLedger;
import dev.firstcome.model.random.Seeds;
import dev.firstcome.testsupport.Eventually;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.stream.Collectors;

/** Simulated buyers at the running platform, with the invariant check of their payments. */
final class PurchaseLoad implements AutoCloseable {
    /** The minimum number of open payments at the time of a fault. With fewer the scenario would prove nothing. */
    static final int OPEN_MIN = 8;

    static final List<String> GOOD_CARDS = List.of("pm_card_visa");
    private static final Duration USER_TIMEOUT = Duration.ofSeconds(150);
    private static final Duration BOUND = Duration.ofSeconds(120);
    private static final int PRODUCTS = 12;
    private static final long STOCK = 100_000;

    private final SharedPlatform shop;
    private final ShopperGroup shoppers;
    private final TestProducts products;
    private final PaymentsCollector collector;

    private PurchaseLoad(SharedPlatform shop, ShopperGroup shoppers, TestProducts products) {
        this.shop = shop;
        this.shoppers = shoppers;
        this.products = products;
        this.collector = new PaymentsCollector(shop.description());
    }

    /** Signs up the users and creates products with enough stock. */
    static PurchaseLoad open(SharedPlatform shop, String name, int users, long seed)
            throws IOException, InterruptedException {
        System.out.printf("%s: seed %s%n", name, Seeds.text(seed));
        ShopperGroup shoppers = shop.signUpShoppers(users, seed);
        return new PurchaseLoad(shop, shoppers, shop.addProducts(PRODUCTS, STOCK));
    }

    ShopperGroup shopperGroup() {
        return shoppers;
    }

    TestProducts testProducts() {
        return products;
    }

    PaymentHistory history() {
        return shop.paymentHistory();
    }

    ProviderLedger provider() {
        return collector.provider();
    }

    /** The number of committed events that are not published yet. */
    long pendingEvents() {
        return collector.countUnpublished();
    }

    static Duration timeout() {
        return USER_TIMEOUT;
    }

    /** Every user sends {@code ordersEach} orders with the given cards. */
    PurchaseRun start(int ordersEach, List<String> cards, int paymentsPerRefund, long seed) {
        return start(new Plan(ordersEach, cards, paymentsPerRefund, USER_TIMEOUT, seed, Map.of()));
    }

    /** Starts the purchases of a plan. */
    PurchaseRun start(Plan plan) {
        return PurchaseRun.start(shoppers, products, plan, history());
    }

    /** Every user sends {@code ordersEach} orders with a good card. The user timeout is multiplied by the factor. */
    PurchaseRun startWithTimeoutFactor(int ordersEach, int timeoutFactor, long seed) {
        Plan plan = new Plan(
                ordersEach, GOOD_CARDS, 2 * ordersEach, USER_TIMEOUT.multipliedBy(timeoutFactor), seed, Map.of());
        return PurchaseRun.start(shoppers, products, plan, history());
    }

    /** Waits until a seed-dependent number of orders is accepted and enough payments are open. */
    void awaitMidRun(PurchaseRun shopping, long seed) {
        awaitMidRun(shopping, 0, seed);
    }

    /** Does the same after each user has had {@code rounds} orders accepted. */
    void awaitMidRun(PurchaseRun shopping, int rounds, long seed) {
        int users = shoppers.shoppers().size();
        int accepted = rounds * users + new SplittableRandom(seed).nextInt(users / 2, users);
        long open = Eventually.get(
                accepted + " orders accepted and some open",
                BOUND,
                () -> shopping.accepted() >= accepted ? collector.countOpen() + shopping.inFlight() : 0L,
                count -> count >= OPEN_MIN);
        System.out.printf(
                "mid-run: %d orders accepted, %d in flight or open, outcomes %s%n",
                shopping.accepted(), open, shopping.outcomes());
    }

    /** Counts the reservations of these coupons by state. Each attempt to pay with a coupon makes one reservation. */
    Map<String, Long> reservationStates(Collection<UUID> coupons) {
        Set<UUID> ids = Set.copyOf(coupons);
        return collector.reservations().stream()
                .filter(reservation -> reservation.coupon() && ids.contains(reservation.item()))
                .collect(Collectors.groupingBy(Reservation::state, Collectors.counting()));
    }

    /** Waits for the outcome of every order and verifies every invariant. */
    Map<String, Integer> awaitValidOutcome(PurchaseRun shopping) throws InterruptedException {
        Map<String, Integer> outcomes = shopping.awaitOutcomes();
        System.out.printf("%d orders: %s%n", shopping.finishedOrders(), outcomes);
        verify();
        return outcomes;
    }

    /** Waits for quiescence and verifies every invariant. */
    void verify() {
        PlatformInvariants.assertValid(shop);
    }

    @Override
    public void close() throws IOException {
        collector.close();
        shoppers.close();
    }
}
