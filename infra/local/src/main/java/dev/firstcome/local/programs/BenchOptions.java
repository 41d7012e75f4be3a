package dev.firstcome.local.programs;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The arguments of {@code ./firstcome bench}, with their bounds. */
public final class BenchOptions {
    public static final int RUNS_MIN = 5;
    public static final int RUNS_MAX = 50;
    public static final int RECORDS_MIN = 10_000;
    public static final int RECORDS_MAX = 1_000_000;
    public static final int BACKLOG_MIN = 1_000;
    public static final int BACKLOG_MAX = 1_000_000;

    /** The valid ranges, for the help and for usage errors. */
    public static final String RUNS = RUNS_MIN + " to " + RUNS_MAX;

    public static final String RECORDS = RECORDS_MIN + " to " + RECORDS_MAX;
    public static final String BACKLOG = BACKLOG_MIN + " to " + BACKLOG_MAX;

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
            description = "Alternating runs after the warm-up, " + RUNS + " (default: ${DEFAULT-VALUE}).")
    private int runs = 15;

    @Option(
            names = "--records",
            paramLabel = "N",
            description = "Requests per run of engine and rivals, " + RECORDS + " (default: ${DEFAULT-VALUE}).")
    private int records = 400_000;

    @Option(
            names = "--backlog",
            paramLabel = "N",
            description = "Events in the backlog of the benchmark events, " + BACKLOG + " (default: ${DEFAULT-VALUE}).")
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
