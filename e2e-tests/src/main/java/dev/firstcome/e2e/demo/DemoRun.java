package dev.firstcome.e2e.demo;

import dev.firstcome.e2e.load.CampaignPlan;
import dev.firstcome.e2e.load.Operator;
import dev.firstcome.e2e.load.Rush;
import dev.firstcome.e2e.load.RushPlan;
import dev.firstcome.e2e.load.RushTally;
import dev.firstcome.e2e.load.ShopperGroup;
import dev.firstcome.e2e.load.UserOutcome;
import dev.firstcome.e2e.verifier.ClientHistory;
import dev.firstcome.e2e.verifier.VerificationReport;
import dev.firstcome.e2e.waiting.QuiescenceAwaiter;
import dev.firstcome.local.PlatformDescription;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Runs one demo: signs users up, generates the load, prints the results, and verifies the invariants. */
final class DemoRun {
    private static final Duration OPENS_AFTER = Duration.ofSeconds(3);

    /** The first users arrive this long before the opening and get NOT_OPEN. */
    private static final Duration EARLY_ARRIVAL = Duration.ofSeconds(1);

    private static final Duration USER_GIVES_UP_AFTER = Duration.ofMinutes(2);
    private static final Duration QUIESCENCE_BOUND = Duration.ofMinutes(1);
    private static final int REFRESH_MILLIS = 200;

    private final PlatformDescription platform;
    private final DemoPlan plan;
    private final PrintStream out;
    private final ProgressBars bars;

    DemoRun(PlatformDescription platform, DemoPlan plan, PrintStream out) {
        this.platform = platform;
        this.plan = plan;
        this.out = out;
        this.bars = new ProgressBars(out);
    }

    /** Returns true if every coupon was issued, every request got an outcome, and every invariant holds. */
    boolean run() throws IOException, InterruptedException {
        out.printf("%,d users, %,d coupons, seed %x%n%n", plan.users(), plan.stock(), plan.seed());
        URI gateway = URI.create(platform.gatewayUrl());
        long start = System.nanoTime();
        try (ShopperGroup group = signUp(gateway);
                Operator operator = Operator.of(platform)) {
            Duration signUps = since(start);
            CampaignPlan campaign = CampaignPlan.opensAfter(OPENS_AFTER, "Demo", plan.stock());
            UUID campaignId = operator.createCampaign(campaign);
            ClientHistory history = new ClientHistory();
            long rushStart = System.nanoTime();
            RushPlan rushPlan = new RushPlan(
                    campaignId,
                    campaign.opensAt().minus(EARLY_ARRIVAL),
                    plan.spread(),
                    USER_GIVES_UP_AFTER,
                    plan.seed());
            try (Rush rush = Rush.start(group.shoppers(), rushPlan, history)) {
                List<UserOutcome> outcomes = awaitOutcomes(rush);
                Duration rushTime = since(rushStart);
                DemoTable table = new DemoTable(out, plan.stock(), rush.tally(), outcomes);
                boolean complete = table.print(signUps, rushTime, awaitQuiescence());
                VerificationReport report = RunVerification.ofCampaign(platform, campaignId, history);
                out.println(report.table());
                return report.allValid() && complete;
            }
        }
    }

    private ShopperGroup signUp(URI gateway) throws IOException, InterruptedException {
        out.println("Signing up users");
        ShopperGroup group = ShopperGroup.signUp(
                gateway,
                plan.users(),
                plan.seed(),
                done -> bars.show(new ProgressBars.Bar("accounts", done, plan.users())));
        bars.finish(new ProgressBars.Bar("accounts", plan.users(), plan.users()));
        return group;
    }

    private List<UserOutcome> awaitOutcomes(Rush rush) throws InterruptedException {
        out.println("Requesting coupons");
        try (ScheduledExecutorService refresher = Executors.newSingleThreadScheduledExecutor()) {
            refresher.scheduleAtFixedRate(
                    () -> bars.show(progress(rush.tally())), 0, REFRESH_MILLIS, TimeUnit.MILLISECONDS);
            List<UserOutcome> outcomes = rush.awaitOutcomes();
            refresher.shutdownNow();
            bars.finish(progress(rush.tally()));
            return outcomes;
        }
    }

    private ProgressBars.Bar[] progress(RushTally tally) {
        return new ProgressBars.Bar[] {
            new ProgressBars.Bar("arrived", tally.arrived(), plan.users()),
            new ProgressBars.Bar("accepted", tally.accepted(), plan.users()),
            new ProgressBars.Bar("issued", tally.issued(), plan.stock()),
            new ProgressBars.Bar("finished", tally.finishedUsers(), plan.users())
        };
    }

    private Duration awaitQuiescence() {
        try (QuiescenceAwaiter quiescence = new QuiescenceAwaiter(platform.kafka())) {
            return quiescence.await(QUIESCENCE_BOUND);
        }
    }

    private static Duration since(long start) {
        return Duration.ofNanos(System.nanoTime() - start);
    }
}
