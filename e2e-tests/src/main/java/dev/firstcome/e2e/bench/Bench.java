package dev.firstcome.e2e.bench;

import dev.firstcome.e2e.program.Program;
import dev.firstcome.local.PlatformDescription;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
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
    private static final List<String> NAMES =
            List.of("coupons", "engine", "rivals", "intake", "rebuild", "events", "million", "streams", "payments");

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(
            paramLabel = "NAME",
            description =
                    "engine: the issuing engine; rivals: the engine and other ways to issue coupons; intake: accepted"
                            + " requests; coupons: all of these; rebuild; events; million: one million requests for one"
                            + " campaign, with a check of every outcome and the memory used; streams: many concurrent"
                            + " event streams; payments: accepted payments and the time until they are charged")
    private String name = "";

    @Option(
            names = "--platform",
            required = true,
            paramLabel = "FILE",
            description = "platform.json of a running platform")
    private Path platform = Path.of("");

    @Option(names = "--check", description = "exit with code 1 if a goal is missed")
    private boolean check;

    @Option(
            names = "--json",
            description = "print the figures as JSON lines on standard output, and everything else on standard error")
    private boolean json;

    @Option(
            names = "--runs",
            description = "number of alternating runs after the warm-up, " + RUNS_MIN + " to " + RUNS_MAX
                    + "; default ${DEFAULT-VALUE}")
    private int runs = 15;

    @Option(names = "--records", description = "number of requests in each run of the engine; default ${DEFAULT-VALUE}")
    private int records = 400_000;

    @Option(names = "--backlog", description = "number of events in the outbox backlog; default ${DEFAULT-VALUE}")
    private int backlog = 200_000;

    public static void main(String[] arguments) {
        Program.run(new Bench(), "The benchmark failed", arguments);
    }

    @Override
    public Integer call() throws Exception {
        require(NAMES.contains(name), "unknown benchmark '" + name + "'; choose one of: " + String.join(", ", NAMES));
        require(runs >= RUNS_MIN && runs <= RUNS_MAX, "--runs must be " + RUNS_MIN + " to " + RUNS_MAX);
        require(records >= 10_000 && records <= 1_000_000, "--records must be 10000 to 1000000");
        require(backlog >= 1_000 && backlog <= 1_000_000, "--backlog must be 1000 to 1000000");
        PrintStream log = json ? System.err : System.out;
        log.println(Machine.description());
        List<Figure> figures =
                switch (name) {
                    case "events" -> new EventsBench(platformDescription(), runs, backlog, log).run();
                    case "rebuild" -> List.of(new RebuildBench(platformDescription(), runs, records, log).run());
                    case "payments" -> new PaymentsBench(platformDescription(), runs, log).run();
                    case "million" -> million(log);
                    case "streams" -> streams(log);
                    default -> coupons(log);
                };
        figures.forEach(figure -> log.println(line(figure)));
        if (json) {
            JsonMapper mapper = JsonMapper.builder().build();
            figures.forEach(figure -> System.out.println(mapper.writeValueAsString(figure.json())));
        }
        return check && !figures.stream().allMatch(Figure::met) ? 1 : 0;
    }

    private List<Figure> million(PrintStream log) throws Exception {
        new MillionBench(platformDescription(), log).run();
        return List.of(); // verifies exactness, compares no rates
    }

    private List<Figure> streams(PrintStream log) throws Exception {
        new StreamsBench(platformDescription(), log).run();
        return List.of(); // fails unless all streams are served
    }

    private List<Figure> coupons(PrintStream log) throws Exception {
        CouponsBench bench = new CouponsBench(platformDescription(), runs, records, log);
        List<Figure> figures = new ArrayList<>();
        if (!name.equals("intake")) {
            figures.addAll(bench.engine(!name.equals("engine")));
        }
        if (name.equals("intake") || name.equals("coupons")) {
            figures.addAll(bench.intake());
        }
        return figures;
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

    private PlatformDescription platformDescription() {
        return Program.platform(spec, platform);
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
