package dev.firstcome.e2e.bench;

import dev.firstcome.e2e.bench.rivals.RivalRuns;
import dev.firstcome.local.LocalPlatform;
import dev.firstcome.local.PlatformDescription;
import dev.firstcome.local.layout.ProjectRoot;
import dev.firstcome.local.layout.ServiceDefinition;
import dev.firstcome.local.service.ServiceExtras;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Measures the coupon service: the results per second of its engine against the bare script, and the accepted requests
 * per second, directly and through the gateway, against a no-op endpoint.
 */
final class CouponsBench {
    private static final Goal ENGINE_GOAL = new Goal.RatioAtLeast(0.5);

    /** The minimum ratio of the engine's rate to the rate of each rival. */
    private static final Map<String, Goal> RIVAL_GOALS = Map.of(
            "a Redisson lock", new Goal.RatioAtLeast(20),
            "a Postgres row lock", new Goal.RatioAtLeast(50));

    private final PlatformDescription description;
    private final LocalPlatform platform;
    private final int runs;
    private final int records;
    private final PrintStream out;

    CouponsBench(PlatformDescription description, int runs, int records, PrintStream out) {
        this.description = description;
        this.platform = LocalPlatform.open(Path.of(description.dataDirectory()));
        this.runs = runs;
        this.records = records;
        this.out = out;
    }

    List<Figure> engine(boolean withRivals) throws Exception {
        Series engineRates = new Series();
        Series bareRates = new Series();
        Map<String, Series> rivalRates = new LinkedHashMap<>();
        try (EngineRun engine = new EngineRun(description, platform, records);
                BareRun bare = new BareRun(description, records);
                RivalRuns rivals = new RivalRuns(description, out)) {
            if (withRivals) {
                rivals.prepare();
            }
            new WarmUp(out).run("the bare script", bare::recordsPerSecond);
            CompilerCpuTime compilers = new CompilerCpuTime(platform, ServiceDefinition.COUPON);
            new WarmUp(out).run("the engine", engine::resultsPerSecond, compilers::seconds);
            for (int run = 1; run <= runs; run++) {
                double engineRate = engine.resultsPerSecond();
                double bareRate = bare.recordsPerSecond();
                engineRates.add(engineRate);
                bareRates.add(bareRate);
                Map<String, Double> others = withRivals ? rivals.couponsPerSecond() : Map.of();
                others.forEach((name, rate) ->
                        rivalRates.computeIfAbsent(name, any -> new Series()).add(rate));
                out.printf(
                        Locale.ROOT,
                        "run %d: engine %,.0f/s, bare %,.0f/s%s%n",
                        run,
                        engineRate,
                        bareRate,
                        rates(others));
            }
        }
        List<Figure> figures = new ArrayList<>();
        figures.add(new Figure(
                "coupon results per second; baseline: the bare script", engineRates, bareRates, ENGINE_GOAL));
        rivalRates.forEach((name, rates) -> figures.add(
                new Figure("coupon results per second; baseline: " + name, engineRates, rates, RIVAL_GOALS.get(name))));
        return figures;
    }

    private static String rates(Map<String, Double> others) {
        return others.entrySet().stream()
                .map(other -> String.format(Locale.ROOT, ", %s %,.0f/s", other.getKey(), other.getValue()))
                .collect(Collectors.joining());
    }

    List<Figure> intake() throws Exception {
        ServiceExtras noop = new ServiceExtras(List.of(), List.of(noopJar()), Map.of());
        platform.with(ServiceDefinition.COUPON, noop).restart(ServiceDefinition.COUPON);
        try {
            return new HttpBench(description, runs, out).run();
        } finally {
            platform.restart(ServiceDefinition.COUPON);
        }
    }

    private static Path noopJar() throws IOException {
        Path folder = ProjectRoot.find().path().resolve("e2e-tests/target/extra");
        try (var jars = Files.newDirectoryStream(folder, "*-noop.jar")) {
            for (Path jar : jars) {
                return jar;
            }
        }
        throw new IOException("no *-noop.jar in " + folder + "; build the project first");
    }
}
