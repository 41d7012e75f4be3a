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
        description = "Measures the shipped services beside a baseline on the same servers, in alternating runs.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:measured", "1:failed, or with --check a goal was missed", "2:wrong use"})
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
                    "what to measure: the engine; the engine beside rivals, which are other ways to give coupons away;"
                            + " the intake; coupons for all of these; rebuild; events; million: that many requests for one"
                            + " campaign, exactly decided, with the memory they take; streams: how many can listen at once;"
                            + " or payments: accepted, and how long until they are charged")
    private String name = "";

    @Option(
            names = "--platform",
            required = true,
            paramLabel = "FILE",
            description = "platform.json of a running platform")
    private Path platform = Path.of("");

    @Option(names = "--check", description = "exit 1 when a goal is missed")
    private boolean check;

    @Option(
            names = "--json",
            description = "print the figures as JSON lines on the standard output, all else on the other")
    private boolean json;

    @Option(
            names = "--runs",
            description = "alternating runs after the warm-up, " + RUNS_MIN + " to " + RUNS_MAX
                    + "; default ${DEFAULT-VALUE}")
    private int runs = 15;

    @Option(
            names = "--records",
            description = "requests in the log for each run of the engine; default ${DEFAULT-VALUE}")
    private int records = 400_000;

    @Option(names = "--backlog", description = "events that wait when a backlog is told; default ${DEFAULT-VALUE}")
    private int backlog = 200_000;

    public static void main(String[] arguments) {
        Program.run(new Bench(), "The benchmark ended early", arguments);
    }

    @Override
    public Integer call() throws Exception {
        require(NAMES.contains(name), "there is no benchmark " + name + "; there are: " + String.join(", ", NAMES));
        require(runs >= RUNS_MIN && runs <= RUNS_MAX, "--runs must be " + RUNS_MIN + " to " + RUNS_MAX);
        require(records >= 10_000 && records <= 1_000_000, "--records must be 10000 to 1000000");
        require(backlog >= 1_000 && backlog <= 1_000_000, "--backlog must be 1000 to 1000000");
        PrintStream people = json ? System.err : System.out;
        people.println(Machine.description());
        List<Figure> figures =
                switch (name) {
                    case "events" -> new EventsBench(described(), runs, backlog, people).run();
                    case "rebuild" -> List.of(new RebuildBench(described(), runs, records, people).run());
                    case "payments" -> new PaymentsBench(described(), runs, people).run();
                    case "million" -> million(people);
                    case "streams" -> streams(people);
                    default -> coupons(people);
                };
        figures.forEach(figure -> people.println(line(figure)));
        if (json) {
            JsonMapper mapper = JsonMapper.builder().build();
            figures.forEach(figure -> System.out.println(mapper.writeValueAsString(figure.json())));
        }
        return check && !figures.stream().allMatch(Figure::met) ? 1 : 0;
    }

    private List<Figure> million(PrintStream people) throws Exception {
        new MillionBench(described(), people).run();
        return List.of(); // right or wrong, not more or less
    }

    private List<Figure> streams(PrintStream people) throws Exception {
        new StreamsBench(described(), people).run();
        return List.of(); // all are served, or it fails
    }

    private List<Figure> coupons(PrintStream people) throws Exception {
        CouponsBench bench = new CouponsBench(described(), runs, records, people);
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
                "%-52s %s; baseline %s; ratio %.2f%s",
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

    private PlatformDescription described() {
        return Program.platform(spec, platform);
    }

    private void require(boolean right, String otherwise) {
        if (!right) {
            throw wrong(otherwise);
        }
    }

    private ParameterException wrong(@Nullable String why) {
        return Program.wrong(spec, why);
    }
}
