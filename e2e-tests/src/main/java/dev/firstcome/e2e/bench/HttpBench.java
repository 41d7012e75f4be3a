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

/** How many requests a second are accepted, and how fast, beside the endpoint that does nothing on the same server. */
final class HttpBench {
    private static final int CALLERS = 400;

    /** More than are asked for in any run, so that the campaign is never sold out. */
    private static final long STOCK = 1_000_000;

    /** In microseconds. */
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
        try (ShopperGroup crowd = ShopperGroup.gather(gateway, CALLERS, 1, done -> {});
                Operator operator = Operator.of(description);
                PublishedResultsConsumer published = new PublishedResultsConsumer(description.kafka());
                GatewayClient atService = new GatewayClient(service, 2 * CALLERS);
                GatewayClient atGateway = new GatewayClient(gateway, 2 * CALLERS)) {
            UUID campaign = operator.opens(CampaignPlan.opensAfter(OPENS_AFTER, "Benchmark", STOCK));
            operator.awaitOpen(campaign);
            List<Figure> figures =
                    new ArrayList<>(compare("at the service", new HttpLoad(atService, campaign, crowd, published)));
            figures.addAll(compare("through the gateway", new HttpLoad(atGateway, campaign, crowd, published)));
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
                new Figure("requests accepted a second " + where, acceptedRates, noopRates, null),
                new Figure("p99 in microseconds " + where, acceptedLatencies, noopLatencies, null),
                new Figure("the same to the outcome " + where, outcomeLatencies, noopLatencies, OUTCOME_GOAL));
    }
}
