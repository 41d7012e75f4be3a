package dev.firstcome.e2e.scenarios;

import dev.firstcome.e2e.load.ShopperGroup;
import dev.firstcome.e2e.payments.PurchaseRun;
import dev.firstcome.e2e.payments.PurchaseRun.Plan;
import dev.firstcome.e2e.payments.TestProducts;
import dev.firstcome.e2e.verifier.PaymentHistory;
import dev.firstcome.e2e.verifier.PaymentsEvidence.Reservation;
import dev.firstcome.e2e.verifier.collect.PaymentsCollector;
import dev.firstcome.e2e.verifier.collect.ProviderLedger;
import dev.firstcome.e2e.waiting.Eventually;
import dev.firstcome.model.random.Seeds;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.stream.Collectors;

/** People who buy at the running shop, and what must be true of their payments in the end. */
final class PurchaseLoad implements AutoCloseable {
    /** At least so many payments must be open when something is broken, or nothing is shown. */
    static final int OPEN_MIN = 8;

    static final List<String> GOOD_CARDS = List.of("pm_card_visa");
    private static final Duration PATIENCE = Duration.ofSeconds(150);
    private static final Duration BOUND = Duration.ofSeconds(120);
    private static final int PRODUCTS = 12;
    private static final long STOCK = 100_000;

    private final SharedPlatform shop;
    private final ShopperGroup crowd;
    private final TestProducts shelf;
    private final PaymentsCollector collector;

    private PurchaseLoad(SharedPlatform shop, ShopperGroup crowd, TestProducts shelf) {
        this.shop = shop;
        this.crowd = crowd;
        this.shelf = shelf;
        this.collector = new PaymentsCollector(shop.description());
    }

    /** So many people, and enough to buy. */
    static PurchaseLoad open(SharedPlatform shop, String name, int people, long seed)
            throws IOException, InterruptedException {
        System.out.printf("%s: seed %s%n", name, Seeds.text(seed));
        ShopperGroup crowd = shop.crowd(people, seed);
        return new PurchaseLoad(shop, crowd, shop.fillsAShelf(PRODUCTS, STOCK));
    }

    ShopperGroup crowd() {
        return crowd;
    }

    TestProducts shelf() {
        return shelf;
    }

    PaymentHistory history() {
        return shop.paymentHistory();
    }

    ProviderLedger provider() {
        return collector.provider();
    }

    /** AccountEventLoad that were committed and wait. */
    long untold() {
        return collector.untold();
    }

    static Duration patience() {
        return PATIENCE;
    }

    /** Everyone buys so often, with cards of these. */
    PurchaseRun begin(int each, List<String> cards, int refunds, long seed) {
        return begin(new Plan(each, cards, refunds, PATIENCE, seed, Map.of()));
    }

    /** The same by another plan. */
    PurchaseRun begin(Plan plan) {
        return PurchaseRun.begins(crowd, shelf, plan, history());
    }

    /** Everyone buys so often with a good card, and has so many times the usual patience. */
    PurchaseRun beginPatiently(int each, int patience, long seed) {
        Plan plan = new Plan(each, GOOD_CARDS, 2 * each, PATIENCE.multipliedBy(patience), seed, Map.of());
        return PurchaseRun.begins(crowd, shelf, plan, history());
    }

    /** Returns when a number of payments, chosen by the seed, was taken in and enough are open. */
    void midShopping(PurchaseRun shopping, long seed) {
        midShopping(shopping, 0, seed);
    }

    /** The same, once everyone has had so many orders taken in before. */
    void midShopping(PurchaseRun shopping, int rounds, long seed) {
        int people = crowd.shoppers().size();
        int taken = rounds * people + new SplittableRandom(seed).nextInt(people / 2, people);
        long open = Eventually.get(
                taken + " payments taken in and some open",
                BOUND,
                () -> shopping.taken() >= taken ? collector.open() + shopping.asking() : 0L,
                some -> some >= OPEN_MIN);
        System.out.printf(
                "mid-shopping: %d taken in, %d orders under way or open, ended %s%n",
                shopping.taken(), open, shopping.ended());
    }

    /** What became of holds on these coupons, each time somebody wanted to pay with one: so many in each state. */
    Map<String, Long> holdsOn(Collection<UUID> coupons) {
        Set<UUID> wanted = Set.copyOf(coupons);
        return collector.reservations().stream()
                .filter(hold -> hold.coupon() && wanted.contains(hold.thing()))
                .collect(Collectors.groupingBy(Reservation::state, Collectors.counting()));
    }

    /** Everyone ends, nothing is left to do, and every invariant holds. */
    Map<String, Integer> settlesRightly(PurchaseRun shopping) throws InterruptedException {
        Map<String, Integer> ended = shopping.ends();
        System.out.printf("%d orders: %s%n", shopping.endedInAll(), ended);
        judged();
        return ended;
    }

    /** Waits until nothing is left to do, and asks for every invariant. */
    void judged() {
        PlatformInvariants.isRight(shop);
    }

    @Override
    public void close() throws IOException {
        collector.close();
        crowd.close();
    }
}
