package dev.firstcome.e2e.bench;

import dev.firstcome.e2e.load.CampaignPlan;
import dev.firstcome.e2e.load.GatewayClient;
import dev.firstcome.e2e.load.Operator;
import dev.firstcome.e2e.load.ShopperGroup;
import dev.firstcome.local.PlatformDescription;
import dev.firstcome.local.layout.ServiceDefinition;
import java.io.PrintStream;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/** Measures the rate and latency of accepted requests against a no-op endpoint on the same server. */
final class HttpBench {
    private static final int CALLERS = 400;

    /** More coupons than requests, so that the campaign never sells out. */
    private static final long STOCK = 1_000_000;

    /** The maximum latency to the outcome in microseconds. */
    private static final Goal OUTCOME_GOAL = new Goal.AtMost(100_000);

    private static final Duration OPENS_AFTER = Duration.ofSeconds(2);

    private final PlatformDescription description;
    private final int runs;
    private final PrintStream out;

    HttpBench(PlatformDescription description, int runs, PrintStream out) {
        this.description = description;
        this.runs = runs;
        this.out = out;
    }

    List<Figure> run() throws Exception {
        URI gateway = URI.create(description.gatewayUrl());
        URI service = URI.create(description.serviceUrl(ServiceDefinition.COUPON));
        try (ShopperGroup group = ShopperGroup.signUp(gateway, CALLERS, 1, done -> {});
                Operator operator = Operator.of(description);
                PublishedResultsConsumer published = new PublishedResultsConsumer(description.kafka());
                GatewayClient serviceClient = new GatewayClient(service, 2 * CALLERS);
                GatewayClient gatewayClient = new GatewayClient(gateway, 2 * CALLERS)) {
            UUID campaign = operator.createCampaign(CampaignPlan.opensAfter(OPENS_AFTER, "Benchmark", STOCK));
            operator.awaitOpen(campaign);
            List<Figure> figures =
                    new ArrayList<>(compare("at the service", new HttpLoad(serviceClient, campaign, group, published)));
            figures.addAll(compare("through the gateway", new HttpLoad(gatewayClient, campaign, group, published)));
            return figures;
        }
    }

    private List<Figure> compare(String where, HttpLoad load) throws Exception {
        Series acceptedRates = new Series();
        Series noopRates = new Series();
        Series acceptedLatencies = new Series();
        Series noopLatencies = new Series();
        Series outcomeLatencies = new Series();
        WarmUp warmUp = new WarmUp(out);
        warmUp.run("requests " + where, () -> load.rate(HttpLoad.Target.REQUESTS));
        warmUp.run("the no-op " + where, () -> load.rate(HttpLoad.Target.NOOP));
        for (int run = 1; run <= runs; run++) {
            HttpLoad.Measured accepted = load.measure(HttpLoad.Target.REQUESTS);
            HttpLoad.Measured noop = load.measure(HttpLoad.Target.NOOP);
            acceptedRates.add(accepted.perSecond());
            noopRates.add(noop.perSecond());
            acceptedLatencies.add(accepted.p99Micros());
            noopLatencies.add(noop.p99Micros());
            outcomeLatencies.add(accepted.outcomeP99Micros());
            out.printf(Locale.ROOT, "%s, run %d: %s; no-op %s%n", where, run, accepted.text(), noop.text());
        }
        return List.of(
                new Figure("requests accepted per second " + where, acceptedRates, noopRates, null),
                new Figure("p99 latency in microseconds " + where, acceptedLatencies, noopLatencies, null),
                new Figure(
                        "p99 latency to the outcome in microseconds " + where,
                        outcomeLatencies,
                        noopLatencies,
                        OUTCOME_GOAL));
    }
}
