package dev.firstcome.local.programs;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The arguments of {@code ./firstcome bench}. */
public final class BenchOptions {
    @Parameters(paramLabel = "NAME", converter = Benchmark.Converter.class, description = "The name of a benchmark.")
    private @Nullable Benchmark benchmark;

    @Option(names = "--check", description = "Exit with code 1 if a goal is missed.")
    private boolean check;

    @Option(
            names = "--json",
            description = "Print the figures as JSON lines on standard output, and everything else on standard error.")
    private boolean json;

    @Option(
            names = "--runs",
            paramLabel = "N",
            description = "Alternating runs after the warm-up, 5 to 50 (default: ${DEFAULT-VALUE}).")
    private int runs = 15;

    @Option(
            names = "--records",
            paramLabel = "N",
            description = "Requests per run of engine, rivals, coupons and rebuild, 10000 to 1000000"
                    + " (default: ${DEFAULT-VALUE}).")
    private int records = 400_000;

    @Option(
            names = "--backlog",
            paramLabel = "N",
            description = "Events in the backlog of the benchmark events, 1000 to 1000000 (default: ${DEFAULT-VALUE}).")
    private int backlog = 200_000;

    public Benchmark benchmark() {
        return Objects.requireNonNull(benchmark);
    }

    public boolean check() {
        return check;
    }

    public boolean json() {
        return json;
    }

    public int runs() {
        return runs;
    }

    public int records() {
        return records;
    }

    public int backlog() {
        return backlog;
    }
}
