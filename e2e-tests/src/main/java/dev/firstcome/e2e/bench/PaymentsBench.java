package dev.firstcome.e2e.bench;

import dev.firstcome.e2e.load.GatewayClient;
import dev.firstcome.e2e.load.Operator;
import dev.firstcome.e2e.load.ShopperGroup;
import dev.firstcome.e2e.payments.TestProducts;
import dev.firstcome.e2e.verifier.collect.ProviderLedger;
import dev.firstcome.local.LocalPlatform;
import dev.firstcome.local.PlatformDescription;
import dev.firstcome.local.layout.ServiceDefinition;
import dev.firstcome.local.service.ProviderProcess;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.HdrHistogram.Histogram;

/**
 * How many orders a second the payment service accepts, beside bare transactions that leave the same rows; and how long a
 * payment takes from the call to CAPTURED, with a provider that answers in 20 ms: at half of that rate, for three seconds,
 * where more may be accepted than this machine can charge, and at half of what it can.
 */
final class PaymentsBench {
    private static final int USERS = 400;
    private static final int PRODUCTS = 41;
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
                ShopperGroup crowd = ShopperGroup.gather(URI.create(description.gatewayUrl()), USERS, 1, done -> {});
                Operator operator = Operator.of(description);
                CapturedPaymentsConsumer captured = new CapturedPaymentsConsumer(description.kafka());
                GatewayClient door =
                        new GatewayClient(URI.create(description.serviceUrl(ServiceDefinition.PAYMENT)), 2 * USERS)) {
            provider.faults("{\"answerAfterMillis\":20}");
            try {
                out.println("Filling the shelves ...");
                TestProducts shelf = TestProducts.filled(operator, PRODUCTS, STOCK);
                return measure(new PaymentLoad(door, crowd, shelf.products(), captured));
            } finally {
                provider.faults("{}");
            }
        }
    }

    /** It stands still: what was accepted waits for it, so that accepting alone is measured, as the bare side writes alone. */
    private final class StandsStill implements PaymentLoad.Provider {
        @Override
        public void before() {
            platform.pause(ProviderProcess.NAME);
        }

        @Override
        public void after() {
            platform.resume(ProviderProcess.NAME);
        }
    }

    /** It charges what was accepted before, at the cost of what is accepted now. */
    private static final class Charges implements PaymentLoad.Provider {
        @Override
        public void before() {}

        @Override
        public void after() {}
    }

    private List<Figure> measure(PaymentLoad load) throws Exception {
        BarePayments bare = new BarePayments(description);
        bare.remove();
        CompilerCpuTime compilers = new CompilerCpuTime(platform, ServiceDefinition.PAYMENT);
        WarmUp warmUp = new WarmUp(out);
        warmUp.run("payments", () -> load.asManyAsPossible(new StandsStill()).acceptedPerSecond(), compilers::seconds);
        warmUp.run("bare transactions", bare::rate);
        Measured all = new Measured();
        for (int run = 1; run <= runs; run++) {
            Machine.Share share = new Machine.Share();
            double accepted = load.asManyAsPossible(new StandsStill()).acceptedPerSecond();
            double generator = share.percent();
            PaymentLoad.Rates both = load.asManyAsPossible(new Charges());
            double bareRate = bare.rate();
            Histogram asCharged = load.atRate(both.chargedPerSecond() / 2);
            Histogram asAccepted = load.atRate(accepted / 2);
            all.add(new Rates(accepted, both, bareRate), asCharged, asAccepted);
            out.printf(
                    Locale.ROOT,
                    "run %d: accepted %,.0f/s (generator %.0f%%), bare %,.0f/s; while charging accepted %,.0f/s, charged"
                            + " %,.0f/s; CAPTURED at half of that after %s, at half of what is accepted after %s%s%n",
                    run,
                    accepted,
                    generator,
                    bareRate,
                    both.acceptedPerSecond(),
                    both.chargedPerSecond(),
                    described(asCharged),
                    described(asAccepted),
                    load.errors().isEmpty() ? "" : ", errors so far " + load.errors());
        }
        return all.figures();
    }

    private static String described(Histogram micros) {
        return String.format(
                Locale.ROOT,
                "p50 %,.0f ms, p99 %,.0f ms",
                micros.getValueAtPercentile(50) / 1e3,
                micros.getValueAtPercentile(99) / 1e3);
    }

    private record Rates(double accepted, PaymentLoad.Rates both, double bare) {}

    /** Times to CAPTURED of all runs. */
    private record Times(Series p50, Series p99) {
        Times() {
            this(new Series(), new Series());
        }

        void add(Histogram micros) {
            p50.add(micros.getValueAtPercentile(50));
            p99.add(micros.getValueAtPercentile(99));
        }
    }

    /** What all runs measured. */
    private record Measured(
            Series accepted, Series bare, Series together, Series charged, Times asCharged, Times asAccepted) {
        Measured() {
            this(new Series(), new Series(), new Series(), new Series(), new Times(), new Times());
        }

        void add(Rates rates, Histogram atHalfOfCharged, Histogram atHalfOfAccepted) {
            accepted.add(rates.accepted());
            bare.add(rates.bare());
            together.add(rates.both().acceptedPerSecond());
            charged.add(rates.both().chargedPerSecond());
            asCharged.add(atHalfOfCharged);
            asAccepted.add(atHalfOfAccepted);
        }

        List<Figure> figures() {
            return List.of(
                    new Figure("payments accepted a second", accepted, bare, ACCEPTED_GOAL),
                    new Figure("the same while those before are charged", together, bare, null),
                    new Figure("payments accepted and charged a second", charged, bare, null),
                    time("half of what is charged, p50", asCharged.p50()),
                    time("half of what is charged, p99", asCharged.p99()),
                    time("half of what is accepted, p50", asAccepted.p50()),
                    time("half of what is accepted, p99", asAccepted.p99()));
        }

        private static Figure time(String what, Series micros) {
            return new Figure("us to CAPTURED at " + what, micros, micros, null);
        }
    }
}
