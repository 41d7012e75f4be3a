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
import dev.firstcome.e2e.verifier.collect.EvidenceCollector;
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

/** One demo from the sign-ups to the verdict. */
final class DemoRun {
    private static final Duration OPENS_AFTER = Duration.ofSeconds(3);

    /** The first come so long before the opening, and are told that it is not open yet. */
    private static final Duration TOO_EARLY = Duration.ofSeconds(1);

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration QUIET_BOUND = Duration.ofMinutes(1);
    private static final int REDRAW_MILLIS = 200;

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

    /** True if all went as promised. */
    boolean run() throws IOException, InterruptedException {
        out.printf("%,d users, %,d coupons, seed %x%n%n", plan.users(), plan.stock(), plan.seed());
        EvidenceCollector.requireRoom(platform);
        URI gateway = URI.create(platform.gatewayUrl());
        long start = System.nanoTime();
        try (ShopperGroup crowd = gathered(gateway);
                Operator operator = Operator.of(platform)) {
            Duration signUps = since(start);
            CampaignPlan campaign = CampaignPlan.opensAfter(OPENS_AFTER, "Demo", plan.stock());
            UUID campaignId = operator.opens(campaign);
            ClientHistory history = new ClientHistory();
            long rushStart = System.nanoTime();
            RushPlan rushPlan =
                    new RushPlan(campaignId, campaign.opensAt().minus(TOO_EARLY), plan.spread(), PATIENCE, plan.seed());
            try (Rush rush = Rush.start(crowd.shoppers(), rushPlan, history)) {
                List<UserOutcome> endings = watched(rush);
                Duration rushed = since(rushStart);
                DemoTable table = new DemoTable(out, plan.stock(), rush.tally(), endings);
                boolean answered = table.print(signUps, rushed, settled());
                VerificationReport verdicts = RunVerification.of(platform, campaignId, history);
                out.println(verdicts.table());
                return verdicts.allValid() && answered;
            }
        }
    }

    private ShopperGroup gathered(URI gateway) throws IOException, InterruptedException {
        out.println("Signing up");
        ShopperGroup crowd = ShopperGroup.gather(
                gateway,
                plan.users(),
                plan.seed(),
                done -> bars.show(new ProgressBars.Bar("accounts", done, plan.users())));
        bars.finish(new ProgressBars.Bar("accounts", plan.users(), plan.users()));
        return crowd;
    }

    private List<UserOutcome> watched(Rush rush) throws InterruptedException {
        out.println("The rush");
        try (ScheduledExecutorService painter = Executors.newSingleThreadScheduledExecutor()) {
            painter.scheduleAtFixedRate(() -> bars.show(state(rush.tally())), 0, REDRAW_MILLIS, TimeUnit.MILLISECONDS);
            List<UserOutcome> endings = rush.endings();
            painter.shutdownNow();
            bars.finish(state(rush.tally()));
            return endings;
        }
    }

    private ProgressBars.Bar[] state(RushTally tally) {
        return new ProgressBars.Bar[] {
            new ProgressBars.Bar("came", tally.arrived(), plan.users()),
            new ProgressBars.Bar("accepted", tally.accepted(), plan.users()),
            new ProgressBars.Bar("issued", tally.issued(), plan.stock()),
            new ProgressBars.Bar("done", tally.ended(), plan.users())
        };
    }

    private Duration settled() {
        try (QuiescenceAwaiter quiet = new QuiescenceAwaiter(platform.kafka())) {
            return quiet.comes(QUIET_BOUND);
        }
    }

    private static Duration since(long start) {
        return Duration.ofNanos(System.nanoTime() - start);
    }
}
