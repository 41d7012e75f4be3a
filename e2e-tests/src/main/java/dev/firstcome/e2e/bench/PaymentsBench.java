package dev.firstcome.e2e.bench;

import dev.firstcome.e2e.crowd.Crowd;
import dev.firstcome.e2e.crowd.Door;
import dev.firstcome.e2e.crowd.Operator;
import dev.firstcome.e2e.judge.collect.ProviderLedger;
import dev.firstcome.e2e.payments.Shelf;
import dev.firstcome.local.LocalPlatform;
import dev.firstcome.local.PlatformDescription;
import dev.firstcome.local.layout.ServiceDefinition;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.HdrHistogram.Histogram;

/**
 * How many orders a second the payment service accepts, beside bare transactions that leave the same rows; and how long a
 * payment takes from the call to CAPTURED at half of that rate, with a provider that answers in 20 ms.
 */
final class PaymentsBench {
    private static final int USERS = 400;
    private static final int PRODUCTS = 211;
    private static final long STOCK = 10_000_000;
    private static final Goal ACCEPTED_GOAL = new Goal.RatioAtLeast(0.5);

    private final PlatformDescription description;
    private final LocalPlatform platform;
    private final int runs;
    private final PrintStream out;

    PaymentsBench(PlatformDescription description, int runs, PrintStream out) {
        this.description = description;
        this.platform = LocalPlatform.open(Path.of(description.dataDirectory()));
        this.runs = runs;
        this.out = out;
    }

    List<Figure> run() throws Exception {
        try (ProviderLedger provider = new ProviderLedger(description.provider());
                Crowd crowd = Crowd.gather(URI.create(description.gatewayUrl()), USERS, 1, done -> {});
                Operator operator = Operator.of(description);
                CapturedWatch captured = new CapturedWatch(description.kafka());
                Door door = new Door(URI.create(description.serviceUrl(ServiceDefinition.PAYMENT)), 2 * USERS)) {
            provider.faults("{\"answerAfterMillis\":20}");
            try {
                out.println("Filling the shelves ...");
                Shelf shelf = Shelf.filled(operator, PRODUCTS, STOCK);
                return measure(new PaymentLoad(door, crowd, shelf.products(), captured));
            } finally {
                provider.faults("{}");
            }
        }
    }

    private List<Figure> measure(PaymentLoad load) throws Exception {
        BarePayments bare = new BarePayments(description);
        bare.remove();
        Series accepted = new Series();
        Series charged = new Series();
        Series bareRates = new Series();
        Series p50 = new Series();
        Series p99 = new Series();
        new WarmUp(out).run("bare transactions", bare::rate);
        Compilers compilers = new Compilers(platform, ServiceDefinition.PAYMENT);
        new WarmUp(out).run("payments", () -> load.asManyAsPossible().acceptedPerSecond(), compilers::seconds);
        for (int run = 1; run <= runs; run++) {
            Machine.Share share = new Machine.Share();
            PaymentLoad.Rates rates = load.asManyAsPossible();
            double generator = share.percent();
            Histogram latencies = load.atRate(rates.acceptedPerSecond() / 2);
            Machine.becomesIdle();
            double bareRate = bare.rate();
            Machine.becomesIdle();
            accepted.add(rates.acceptedPerSecond());
            charged.add(rates.chargedPerSecond());
            bareRates.add(bareRate);
            p50.add(latencies.getValueAtPercentile(50));
            p99.add(latencies.getValueAtPercentile(99));
            out.printf(
                    Locale.ROOT,
                    "run %d: accepted %,.0f/s, charged %,.0f/s, generator %.0f%%; at half of it CAPTURED after p50 %,.0f ms,"
                            + " p99 %,.0f ms; bare %,.0f/s%s%n",
                    run,
                    rates.acceptedPerSecond(),
                    rates.chargedPerSecond(),
                    generator,
                    latencies.getValueAtPercentile(50) / 1e3,
                    latencies.getValueAtPercentile(99) / 1e3,
                    bareRate,
                    load.errors().isEmpty() ? "" : ", errors so far " + load.errors());
        }
        return List.of(
                new Figure("payments accepted a second", accepted, bareRates, ACCEPTED_GOAL),
                new Figure("payments charged a second, of as many as are accepted", charged, bareRates, null),
                new Figure("microseconds from the call to CAPTURED, p50", p50, p50, null),
                new Figure("microseconds from the call to CAPTURED, p99", p99, p99, null));
    }
}
