package dev.firstcome.e2e.bench;

import dev.firstcome.e2e.program.Program;
import dev.firstcome.local.PlatformDescription;
import dev.firstcome.local.programs.BenchOptions;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
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
    private static final int RUNS_MIN = 5;
    private static final int RUNS_MAX = 50;

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
        require(runs >= RUNS_MIN && runs <= RUNS_MAX, "--runs must be " + RUNS_MIN + " to " + RUNS_MAX);
        require(records >= 10_000 && records <= 1_000_000, "--records must be 10000 to 1000000");
        require(backlog >= 1_000 && backlog <= 1_000_000, "--backlog must be 1000 to 1000000");
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
            case COUPONS -> concat(bench.engine(true), bench.intake());
            case ENGINE -> bench.engine(false);
            case RIVALS -> bench.engine(true);
            case INTAKE -> bench.intake();
            case REBUILD -> List.of(new RebuildBench(description, runs, options.records(), log).run());
            case EVENTS -> new EventsBench(description, runs, options.backlog(), log).run();
            case MILLION -> million(description, log);
            case STREAMS -> streams(description, log);
            case PAYMENTS -> new PaymentsBench(description, runs, log).run();
        };
    }

    private static List<Figure> concat(List<Figure> first, List<Figure> second) {
        return Stream.concat(first.stream(), second.stream()).toList();
    }

    private static List<Figure> million(PlatformDescription description, PrintStream log) throws Exception {
        new MillionBench(description, log).run();
        return List.of(); // verifies exactness, compares no rates
    }

    private static List<Figure> streams(PlatformDescription description, PrintStream log) throws Exception {
        new StreamsBench(description, log).run();
        return List.of(); // fails unless all streams are served
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
