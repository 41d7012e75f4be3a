package dev.firstcome.e2e.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.e2e.demo.RunVerification;
import dev.firstcome.e2e.load.CampaignPlan;
import dev.firstcome.e2e.load.Rush;
import dev.firstcome.e2e.load.RushPlan;
import dev.firstcome.e2e.load.RushTally;
import dev.firstcome.e2e.load.ShopperGroup;
import dev.firstcome.e2e.load.UserOutcome;
import dev.firstcome.e2e.verifier.ClientHistory;
import dev.firstcome.e2e.verifier.LogPosition;
import dev.firstcome.e2e.verifier.VerificationReport;
import dev.firstcome.model.random.Seeds;
import dev.firstcome.testsupport.Eventually;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.stream.Collectors;
import org.HdrHistogram.Histogram;

/** A rush of users on a new campaign, and the verification of its outcome. */
final class CampaignRush implements AutoCloseable {
    static final int USERS = 420;
    static final long STOCK = 140;

    private static final Duration OPENS_AFTER = Duration.ofSeconds(2);
    private static final Duration SPREAD = Duration.ofSeconds(10);
    private static final Duration DRAW = Duration.ofSeconds(8);

    /**
     * @param stock of coupons
     * @param spread the time within which all users arrive
     */
    record Size(int users, long stock, Duration spread) {
        static final Size DEFAULT = new Size(USERS, STOCK, SPREAD);

        /** For scenarios that repeat a fault several times. */
        static final Size SMALL = new Size(240, 80, Duration.ofSeconds(5));
    }

    private static final Duration BOUND = Duration.ofSeconds(180);

    private final SharedPlatform shop;
    private final ShopperGroup users;
    private final UUID campaign;
    private final ClientHistory history;
    private final Rush rush;
    private final Size size;

    private CampaignRush(
            SharedPlatform shop, ShopperGroup users, UUID campaign, ClientHistory history, Rush rush, Size size) {
        this.size = size;
        this.shop = shop;
        this.users = users;
        this.campaign = campaign;
        this.history = history;
        this.rush = rush;
    }

    /** Creates a campaign and starts the rush just before it opens, by users who may own coupons of other campaigns. */
    static CampaignRush start(SharedPlatform shop, String name, long seed) throws IOException, InterruptedException {
        return start(shop, name, seed, Size.DEFAULT);
    }

    /** As {@link #start(SharedPlatform, String, long)}, with another size. */
    static CampaignRush start(SharedPlatform shop, String name, long seed, Size size)
            throws IOException, InterruptedException {
        return start(shop, shop.borrowShoppers(size.users(), seed), name, seed, size);
    }

    /** As {@link #start(SharedPlatform, String, long)}, by users who have signed up just now and own nothing. */
    static CampaignRush startWithNewUsers(SharedPlatform shop, String name, long seed)
            throws IOException, InterruptedException {
        return start(shop, shop.signUpShoppers(USERS, seed), name, seed, Size.DEFAULT);
    }

    private static CampaignRush start(SharedPlatform shop, ShopperGroup users, String name, long seed, Size size)
            throws IOException, InterruptedException {
        ClientHistory history = new ClientHistory();
        Instant opensAt = Instant.now().plus(OPENS_AFTER);
        UUID campaign = shop.createCampaign(OPENS_AFTER, name + " " + Seeds.text(seed), size.stock());
        RushPlan plan = new RushPlan(campaign, opensAt.minusMillis(500), size.spread(), BOUND, seed);
        System.out.printf("%s: seed %s, campaign %s%n", name, Seeds.text(seed), campaign);
        return new CampaignRush(shop, users, campaign, history, Rush.start(users.shoppers(), plan, history), size);
    }

    /** As {@link #start}, with a draw first: about half of the users arrive in time for a ticket. */
    static CampaignRush startWithDraw(SharedPlatform shop, String name, long seed)
            throws IOException, InterruptedException {
        ShopperGroup users = shop.borrowShoppers(USERS, seed);
        ClientHistory history = new ClientHistory();
        CampaignPlan campaign = CampaignPlan.opensAfter(OPENS_AFTER.plus(DRAW), name + " " + Seeds.text(seed), STOCK)
                .withDraw(DRAW);
        UUID id = shop.operator().createCampaign(campaign);
        RushPlan plan =
                new RushPlan(id, Objects.requireNonNull(campaign.drawFrom()), DRAW.multipliedBy(2), BOUND, seed);
        System.out.printf("%s: seed %s, campaign %s%n", name, Seeds.text(seed), id);
        return new CampaignRush(shop, users, id, history, Rush.start(users.shoppers(), plan, history), Size.DEFAULT);
    }

    UUID campaign() {
        return campaign;
    }

    /** The partition of the campaign, from the id of an accepted request. */
    int partition() {
        return Eventually.get("a request is accepted", BOUND, tally()::acceptedIds, ids -> !ids.isEmpty()).stream()
                .map(id -> LogPosition.ofRequest(id).orElseThrow().partition())
                .findFirst()
                .orElseThrow();
    }

    ShopperGroup users() {
        return users;
    }

    /** The number of requests that were shown in this state at any time. */
    long countShownAs(String state) {
        return requestsShownAs(state).size();
    }

    /** The requests that were shown in this state at any time. */
    Set<String> requestsShownAs(String state) {
        return history.snapshot().statuses().stream()
                .filter(shown -> shown.status().state().equals(state))
                .map(shown -> shown.status().requestId())
                .collect(Collectors.toSet());
    }

    RushTally tally() {
        return rush.tally();
    }

    /**
     * Waits until a number of requests, chosen by the seed, is accepted and others are under way: a fault without work in
     * flight proves nothing. Most coupons are not issued yet, because no request is accepted once the campaign is sold out.
     */
    void awaitMidRush(long seed) {
        long accepted = new SplittableRandom(seed).nextLong(size.stock() / 10, size.stock() / 4);
        long asking = Eventually.get(
                accepted + " requests accepted and some under way",
                BOUND,
                () -> tally().accepted() >= accepted ? tally().inFlight() : 0L,
                some -> some > 0);
        System.out.printf(
                "mid-rush: %d accepted, %d asking, %d waiting for their outcome%n",
                tally().accepted(), asking, tally().awaitingOutcome());
        assertThat(rush.users() - tally().finishedUsers())
                .as("users still in the rush")
                .isPositive();
    }

    /** Waits until every user has a final outcome and no work is left; asserts the outcomes and every invariant. */
    List<UserOutcome> awaitFairOutcomes() throws InterruptedException {
        List<UserOutcome> outcomes = awaitOutcomes();
        assertThat(outcomes.stream()
                        .filter(outcome ->
                                outcome instanceof UserOutcome.Unanswered || outcome instanceof UserOutcome.Unknown)
                        .count())
                .as("users without a final answer")
                .isZero();
        assertThat(coupons(outcomes)).as("coupons that users were shown").hasSize((int) size.stock());
        VerificationReport verdicts = verify();
        assertThat(verdicts.allValid()).as(verdicts.table()).isTrue();
        return outcomes;
    }

    /** Waits until every user has an outcome and no work is left; asserts nothing about the outcomes. */
    List<UserOutcome> awaitOutcomes() throws InterruptedException {
        List<UserOutcome> outcomes = rush.awaitOutcomes();
        System.out.printf(
                "outcomes: %d accepted, %d issued, rejected %s, refused %s, deferred by Retry-After %s, %d of unknown effect%n",
                tally().accepted(),
                tally().issued(),
                tally().rejected(),
                tally().refused(),
                tally().retryableAnswers(),
                tally().unknownEffects());
        System.out.printf(
                "accepted within %s ms, answered within %s ms (median, 99th percentile)%n",
                millis(tally().acceptLatency()), millis(tally().outcomeLatency()));
        shop.awaitQuiescence();
        return outcomes;
    }

    /** Verifies the invariants of this campaign against the whole log and prints the verdicts. */
    VerificationReport verify() {
        VerificationReport verdicts = RunVerification.ofWholeLog(shop.description(), campaign, history);
        System.out.println(verdicts.table());
        return verdicts;
    }

    /** As {@link #verify}, against this campaign's section of the log only, as the demo does. */
    VerificationReport verifySection() {
        VerificationReport verdicts = RunVerification.ofCampaign(shop.description(), campaign, history);
        System.out.println(verdicts.table());
        return verdicts;
    }

    private static String millis(Histogram micros) {
        return "%.1f, %.1f".formatted(micros.getValueAtPercentile(50) / 1e3, micros.getValueAtPercentile(99) / 1e3);
    }

    private static Set<String> coupons(List<UserOutcome> outcomes) {
        return outcomes.stream()
                .map(UserOutcome::couponId)
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
    }

    @Override
    public void close() throws IOException {
        rush.close();
        shop.release(users);
    }
}
