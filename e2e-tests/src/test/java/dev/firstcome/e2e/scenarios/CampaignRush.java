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
import dev.firstcome.e2e.waiting.Eventually;
import dev.firstcome.model.random.Seeds;
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

/** A rush on a campaign of its own, made by users of its own, and what must be true of it in the end. */
final class CampaignRush implements AutoCloseable {
    static final int USERS = 600;
    static final long STOCK = 200;

    private static final Duration OPENS_AFTER = Duration.ofSeconds(2);
    private static final Duration SPREAD = Duration.ofSeconds(10);
    private static final Duration DRAW = Duration.ofSeconds(8);

    /** So many users come for so many coupons within this time. */
    record Size(int users, long stock, Duration spread) {
        static final Size USUAL = new Size(USERS, STOCK, SPREAD);

        /** For one fault of many. */
        static final Size SMALL = new Size(240, 80, Duration.ofSeconds(5));
    }

    private static final Duration PATIENCE = Duration.ofSeconds(180);

    private final SharedPlatform shop;
    private final ShopperGroup crowd;
    private final UUID campaign;
    private final ClientHistory history;
    private final Rush rush;
    private final Size size;

    private CampaignRush(
            SharedPlatform shop, ShopperGroup crowd, UUID campaign, ClientHistory history, Rush rush, Size size) {
        this.size = size;
        this.shop = shop;
        this.crowd = crowd;
        this.campaign = campaign;
        this.history = history;
        this.rush = rush;
    }

    /** Users sign up, a campaign is made, and the rush begins just before it opens. */
    static CampaignRush begins(SharedPlatform shop, String name, long seed) throws IOException, InterruptedException {
        return begins(shop, name, seed, Size.USUAL);
    }

    /** As {@link #begins(SharedPlatform, String, long)}, with another crowd. */
    static CampaignRush begins(SharedPlatform shop, String name, long seed, Size size)
            throws IOException, InterruptedException {
        ShopperGroup crowd = shop.crowd(size.users(), seed);
        ClientHistory history = new ClientHistory();
        Instant opensAt = Instant.now().plus(OPENS_AFTER);
        UUID campaign = shop.opensCampaign(OPENS_AFTER, name + " " + Seeds.text(seed), size.stock());
        RushPlan plan = new RushPlan(campaign, opensAt.minusMillis(500), size.spread(), PATIENCE, seed);
        System.out.printf("%s: seed %s, campaign %s%n", name, Seeds.text(seed), campaign);
        return new CampaignRush(shop, crowd, campaign, history, Rush.start(crowd.shoppers(), plan, history), size);
    }

    /** As {@link #begins}, of a campaign that begins with a draw: about half of the users come in time for a ticket. */
    static CampaignRush draws(SharedPlatform shop, String name, long seed) throws IOException, InterruptedException {
        ShopperGroup crowd = shop.crowd(USERS, seed);
        ClientHistory history = new ClientHistory();
        CampaignPlan campaign = CampaignPlan.opensAfter(OPENS_AFTER.plus(DRAW), name + " " + Seeds.text(seed), STOCK)
                .drawn(DRAW);
        UUID id = shop.operator().opens(campaign);
        RushPlan plan =
                new RushPlan(id, Objects.requireNonNull(campaign.drawFrom()), DRAW.multipliedBy(2), PATIENCE, seed);
        System.out.printf("%s: seed %s, campaign %s%n", name, Seeds.text(seed), id);
        return new CampaignRush(shop, crowd, id, history, Rush.start(crowd.shoppers(), plan, history), Size.USUAL);
    }

    UUID campaign() {
        return campaign;
    }

    /** The partition of the campaign, as every accepted request's id tells. */
    int partition() {
        return Eventually.get("a request is accepted", PATIENCE, tally()::acceptedIds, ids -> !ids.isEmpty()).stream()
                .map(id -> LogPosition.ofRequest(id).orElseThrow().partition())
                .findFirst()
                .orElseThrow();
    }

    ShopperGroup crowd() {
        return crowd;
    }

    /** How many users' requests were shown in this state at any time. */
    long shownAs(String state) {
        return requestsShownAs(state).size();
    }

    /** The requests that were shown in this state at any time. */
    Set<String> requestsShownAs(String state) {
        return history.snapshot().shown().stream()
                .filter(shown -> shown.status().state().equals(state))
                .map(shown -> shown.status().requestId())
                .collect(Collectors.toSet());
    }

    RushTally tally() {
        return rush.tally();
    }

    /**
     * Returns when a number of requests, chosen by the seed, is accepted and others are on their way, and says how many
     * these are: a fault that meets no work proves nothing. Most coupons are still to come: once all are gone nobody is
     * accepted any more.
     */
    void midRush(long seed) {
        long accepted = new SplittableRandom(seed).nextLong(size.stock() / 10, size.stock() / 4);
        long asking = Eventually.get(
                accepted + " requests accepted and some under way",
                PATIENCE,
                () -> tally().accepted() >= accepted ? tally().asking() : 0L,
                some -> some > 0);
        System.out.printf(
                "mid-rush: %d accepted, %d asking, %d waiting for their outcome%n",
                tally().accepted(), asking, tally().waiting());
        assertThat(rush.users() - tally().ended()).as("users still in the rush").isPositive();
    }

    /** Everyone ends, nothing is left to do, the outcome is what the log says, and every invariant holds. */
    List<UserOutcome> settlesFairly() throws InterruptedException {
        List<UserOutcome> endings = settles();
        assertThat(endings.stream()
                        .filter(ending ->
                                ending instanceof UserOutcome.Unanswered || ending instanceof UserOutcome.Unknown)
                        .count())
                .as("users without a final answer")
                .isZero();
        assertThat(coupons(endings)).as("coupons that users were told of").hasSize((int) size.stock());
        VerificationReport verdicts = verdicts();
        assertThat(verdicts.allValid()).as(verdicts.table()).isTrue();
        return endings;
    }

    /** Everyone ends and nothing is left to do; whether it is right remains to be judged. */
    List<UserOutcome> settles() throws InterruptedException {
        List<UserOutcome> endings = rush.endings();
        System.out.printf(
                "settled: %d accepted, %d issued, rejected %s, refused %s, told to come later %s, %d of unknown effect%n",
                tally().accepted(),
                tally().issued(),
                tally().rejected(),
                tally().refused(),
                tally().putOff(),
                tally().unknown());
        System.out.printf(
                "accepted within %s ms, answered within %s ms (median, 99th percentile)%n",
                millis(tally().acceptLatency()), millis(tally().outcomeLatency()));
        shop.becomesQuiet();
        return endings;
    }

    /** The judge's word on this scene, printed. */
    VerificationReport verdicts() {
        VerificationReport verdicts = RunVerification.of(shop.description(), campaign, history);
        System.out.println(verdicts.table());
        return verdicts;
    }

    private static String millis(Histogram micros) {
        return "%.1f, %.1f".formatted(micros.getValueAtPercentile(50) / 1e3, micros.getValueAtPercentile(99) / 1e3);
    }

    private static Set<String> coupons(List<UserOutcome> endings) {
        return endings.stream()
                .map(UserOutcome::couponId)
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
    }

    @Override
    public void close() throws IOException {
        rush.close();
        crowd.close();
    }
}
