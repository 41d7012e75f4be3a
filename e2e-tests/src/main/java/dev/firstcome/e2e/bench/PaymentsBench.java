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
 * Measures the orders per second that the payment service accepts, against transactions that write the same rows. Also
 * measures the time from the call to CAPTURED with a provider that answers in 20 ms. This latency is taken at half of
 * the accepted rate for three seconds, which may exceed the charge rate, and at half of the charge rate.
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
                ShopperGroup group = ShopperGroup.signUp(URI.create(description.gatewayUrl()), USERS, 1, done -> {});
                Operator operator = Operator.of(description);
                CapturedPaymentsConsumer captured = new CapturedPaymentsConsumer(description.kafka());
                GatewayClient client =
                        new GatewayClient(URI.create(description.serviceUrl(ServiceDefinition.PAYMENT)), 2 * USERS)) {
            provider.configureFaults("{\"answerAfterMillis\":20}");
            try {
                out.println("Creating products ...");
                TestProducts added = TestProducts.create(operator, PRODUCTS, STOCK);
                return measure(new PaymentLoad(client, group, added.products(), captured));
            } finally {
                provider.configureFaults("{}");
            }
        }
    }

    /** Suspends the provider, so that only acceptance is measured, as in the baseline. */
    private final class SuspendedProvider implements PaymentLoad.Provider {
        @Override
        public void before() {
            platform.pause(ProviderProcess.NAME);
        }

        @Override
        public void after() {
            platform.resume(ProviderProcess.NAME);
        }
    }

    /** Leaves the provider running, so that charges compete with acceptance. */
    private static final class RunningProvider implements PaymentLoad.Provider {
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
        warmUp.run("payments", () -> load.maxRate(new SuspendedProvider()).acceptedPerSecond(), compilers::seconds);
        warmUp.run("bare transactions", bare::rate);
        Measured all = new Measured();
        for (int run = 1; run <= runs; run++) {
            Machine.CpuShare share = new Machine.CpuShare();
            double accepted = load.maxRate(new SuspendedProvider()).acceptedPerSecond();
            double generator = share.percent();
            PaymentLoad.Rates both = load.maxRate(new RunningProvider());
            double bareRate = bare.rate();
            Histogram atChargeRate = load.atRate(both.chargedPerSecond() / 2);
            Histogram atAcceptedRate = load.atRate(accepted / 2);
            all.add(new Rates(accepted, both, bareRate), atChargeRate, atAcceptedRate);
            out.printf(
                    Locale.ROOT,
                    "run %d: accepted %,.0f/s (generator %.0f%%), baseline %,.0f/s; with charging: accepted %,.0f/s,"
                            + " charged %,.0f/s; time to CAPTURED at half of the charge rate %s, at half of the"
                            + " accepted rate %s%s%n",
                    run,
                    accepted,
                    generator,
                    bareRate,
                    both.acceptedPerSecond(),
                    both.chargedPerSecond(),
                    percentiles(atChargeRate),
                    percentiles(atAcceptedRate),
                    load.errors().isEmpty() ? "" : ", errors so far " + load.errors());
        }
        return all.figures();
    }

    private static String percentiles(Histogram micros) {
        return String.format(
                Locale.ROOT,
                "p50 %,.0f ms, p99 %,.0f ms",
                micros.getValueAtPercentile(50) / 1e3,
                micros.getValueAtPercentile(99) / 1e3);
    }

    private record Rates(double accepted, PaymentLoad.Rates both, double bare) {}

    /** The times to CAPTURED of all runs. */
    private record Times(Series p50, Series p99) {
        Times() {
            this(new Series(), new Series());
        }

        void add(Histogram micros) {
            p50.add(micros.getValueAtPercentile(50));
            p99.add(micros.getValueAtPercentile(99));
        }
    }

    /** The measurements of all runs. */
    private record Measured(
            Series accepted,
            Series bare,
            Series whileCharging,
            Series charged,
            Times atChargeRate,
            Times atAcceptedRate) {
        Measured() {
            this(new Series(), new Series(), new Series(), new Series(), new Times(), new Times());
        }

        void add(Rates rates, Histogram atHalfOfCharged, Histogram atHalfOfAccepted) {
            accepted.add(rates.accepted());
            bare.add(rates.bare());
            whileCharging.add(rates.both().acceptedPerSecond());
            charged.add(rates.both().chargedPerSecond());
            atChargeRate.add(atHalfOfCharged);
            atAcceptedRate.add(atHalfOfAccepted);
        }

        List<Figure> figures() {
            return List.of(
                    new Figure("payments accepted per second", accepted, bare, ACCEPTED_GOAL),
                    new Figure(
                            "payments accepted per second while earlier ones are charged", whileCharging, bare, null),
                    new Figure("payments accepted and charged per second", charged, bare, null),
                    time("half of the charge rate, p50", atChargeRate.p50()),
                    time("half of the charge rate, p99", atChargeRate.p99()),
                    time("half of the accepted rate, p50", atAcceptedRate.p50()),
                    time("half of the accepted rate, p99", atAcceptedRate.p99()));
        }

        private static Figure time(String name, Series micros) {
            return new Figure("microseconds to CAPTURED at " + name, micros, micros, null);
        }
    }
}
