package dev.firstcome.e2e.scenarios;

import dev.firstcome.e2e.crowd.Crowd;
import dev.firstcome.e2e.judge.PaymentHistory;
import dev.firstcome.e2e.judge.PaymentsEvidence.Reservation;
import dev.firstcome.e2e.judge.collect.PaymentsCollector;
import dev.firstcome.e2e.judge.collect.ProviderLedger;
import dev.firstcome.e2e.payments.Shelf;
import dev.firstcome.e2e.payments.Shopping;
import dev.firstcome.e2e.payments.Shopping.Plan;
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
final class Payments implements AutoCloseable {
    /** At least so many payments must be open when something is broken, or nothing is shown. */
    static final int OPEN_MIN = 8;

    static final List<String> GOOD_CARDS = List.of("pm_card_visa");
    private static final Duration PATIENCE = Duration.ofSeconds(150);
    private static final Duration BOUND = Duration.ofSeconds(120);
    private static final int PRODUCTS = 12;
    private static final long STOCK = 100_000;

    private final Shop shop;
    private final Crowd crowd;
    private final Shelf shelf;
    private final PaymentsCollector collector;

    private Payments(Shop shop, Crowd crowd, Shelf shelf) {
        this.shop = shop;
        this.crowd = crowd;
        this.shelf = shelf;
        this.collector = new PaymentsCollector(shop.description());
    }

    /** So many people, and enough to buy. */
    static Payments open(Shop shop, String name, int people, long seed) throws IOException, InterruptedException {
        System.out.printf("%s: seed %s%n", name, Seeds.text(seed));
        Crowd crowd = shop.crowd(people, seed);
        return new Payments(shop, crowd, shop.fillsAShelf(PRODUCTS, STOCK));
    }

    Crowd crowd() {
        return crowd;
    }

    Shelf shelf() {
        return shelf;
    }

    PaymentHistory history() {
        return shop.paymentHistory();
    }

    ProviderLedger provider() {
        return collector.provider();
    }

    /** Events that were committed and wait. */
    long untold() {
        return collector.untold();
    }

    static Duration patience() {
        return PATIENCE;
    }

    /** Everyone buys so often, with cards of these. */
    Shopping begin(int each, List<String> cards, int refunds, long seed) {
        return begin(new Plan(each, cards, refunds, PATIENCE, seed, Map.of()));
    }

    /** The same by another plan. */
    Shopping begin(Plan plan) {
        return Shopping.begins(crowd, shelf, plan, history());
    }

    /** Everyone buys so often with a good card, and has so many times the usual patience. */
    Shopping beginPatiently(int each, int patience, long seed) {
        Plan plan = new Plan(each, GOOD_CARDS, 2 * each, PATIENCE.multipliedBy(patience), seed, Map.of());
        return Shopping.begins(crowd, shelf, plan, history());
    }

    /** Returns when a number of payments, chosen by the seed, was taken in and enough are open. */
    void midShopping(Shopping shopping, long seed) {
        midShopping(shopping, 0, seed);
    }

    /** The same, once everyone has had so many orders taken in before. */
    void midShopping(Shopping shopping, int rounds, long seed) {
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
    Map<String, Integer> settlesRightly(Shopping shopping) throws InterruptedException {
        Map<String, Integer> ended = shopping.ends();
        System.out.printf("%d orders: %s%n", shopping.endedInAll(), ended);
        judged();
        return ended;
    }

    /** Waits until nothing is left to do, and asks for every invariant. */
    void judged() {
        Aftermath.isRight(shop);
    }

    @Override
    public void close() throws IOException {
        collector.close();
        crowd.close();
    }
}
