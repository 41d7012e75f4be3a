package dev.firstcome.e2e.bench;

import dev.firstcome.e2e.program.Program;
import dev.firstcome.local.PlatformDescription;
import dev.firstcome.local.programs.BenchOptions;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** The program behind {@code ./firstcome bench}. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description = "Measures the services and a baseline on the same servers, in alternating runs.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:measured", "1:failed, or a goal was missed and --check is given", "2:invalid arguments"})
public final class Bench implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--platform",
            required = true,
            paramLabel = "FILE",
            description = "platform.json of a running platform")
    private Path platform = Path.of("");

    @Mixin
    private BenchOptions options = new BenchOptions();

    public static void main(String[] arguments) {
        Program.run(new Bench(), "The benchmark failed", arguments);
    }

    @Override
    public Integer call() throws Exception {
        int runs = options.runs();
        int records = options.records();
        int backlog = options.backlog();
        require(runs >= BenchOptions.RUNS_MIN && runs <= BenchOptions.RUNS_MAX, "--runs must be " + BenchOptions.RUNS);
        require(
                records >= BenchOptions.RECORDS_MIN && records <= BenchOptions.RECORDS_MAX,
                "--records must be " + BenchOptions.RECORDS);
        require(
                backlog >= BenchOptions.BACKLOG_MIN && backlog <= BenchOptions.BACKLOG_MAX,
                "--backlog must be " + BenchOptions.BACKLOG);
        PrintStream log = options.json() ? System.err : System.out;
        log.println(Machine.description());
        List<Figure> figures = figures(log);
        figures.forEach(figure -> log.println(line(figure)));
        if (options.json()) {
            JsonMapper mapper = JsonMapper.builder().build();
            figures.forEach(figure -> System.out.println(mapper.writeValueAsString(figure.json())));
        }
        return options.check() && !figures.stream().allMatch(Figure::met) ? 1 : 0;
    }

    /** Runs the benchmark. The switch has no default, so that a benchmark without a branch does not compile. */
    private List<Figure> figures(PrintStream log) throws Exception {
        PlatformDescription description = Program.platform(spec, platform);
        int runs = options.runs();
        CouponsBench bench = new CouponsBench(description, runs, options.records(), log);
        return switch (options.benchmark()) {
            case ENGINE -> bench.engine(false);
            case RIVALS -> bench.engine(true);
            case INTAKE -> bench.intake();
            case EVENTS -> new EventsBench(description, runs, options.backlog(), log).run();
            case PAYMENTS -> new PaymentsBench(description, runs, log).run();
        };
    }

    private static String line(Figure figure) {
        return String.format(
                Locale.ROOT,
                "%-60s %s; baseline %s; ratio %.2f%s",
                figure.name(),
                figure.value().text(),
                figure.baseline().text(),
                figure.ratio(),
                goal(figure));
    }

    private static String goal(Figure figure) {
        Goal goal = figure.goal();
        return goal == null ? "" : (figure.met() ? ", goal met: " : ", GOAL MISSED: ") + goal.text();
    }

    private void require(boolean valid, String message) {
        if (!valid) {
            throw usageError(message);
        }
    }

    private ParameterException usageError(@Nullable String message) {
        return Program.usageError(spec, message);
    }
}
