package dev.firstcome.local.cli;

import dev.firstcome.local.LocalPlatform;
import dev.firstcome.local.cli.help.DescribesValues;
import dev.firstcome.local.cli.help.ExitCodes;
import dev.firstcome.local.cli.option.DataOption;
import dev.firstcome.local.cli.option.Durations;
import dev.firstcome.local.cli.option.GivenArguments;
import dev.firstcome.local.layout.LocalPlatformException;
import dev.firstcome.local.layout.ProjectRoot;
import dev.firstcome.local.layout.ServiceDefinition;
import dev.firstcome.local.programs.BenchOptions;
import dev.firstcome.local.programs.Benchmark;
import dev.firstcome.local.programs.DemoOptions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Commands that start a program of e2e-tests, which uses the running platform as a client. */
final class Programs {
    private Programs() {}

    private static int run(DataOption data, String mainClass, List<String> arguments) throws InterruptedException {
        LocalPlatform platform = data.platform();
        if (!platform.isRunning(ServiceDefinition.GATEWAY)) {
            throw LocalPlatformException.failed("The platform is not running; start it with `./firstcome up`");
        }
        List<String> command = new ArrayList<>(List.of(
                ProjectRoot.java().toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-XX:+UseCompactObjectHeaders",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Dfirstcome.root=" + ProjectRoot.find().path(),
                "-cp",
                ProjectRoot.find().classPath("e2e-tests"),
                mainClass,
                "--platform",
                platform.descriptionFile().toString()));
        command.addAll(arguments);
        try {
            return new ProcessBuilder(command).inheritIO().start().waitFor();
        } catch (IOException e) {
            throw LocalPlatformException.failed("Cannot start " + mainClass, e);
        }
    }

    @Command(
            name = "demo",
            description =
                    "Simulates a flash sale through the gateway: users request the coupons of a new campaign. Then"
                            + " verifies all invariants of this campaign.",
            exitCodeList = {
                "0:every coupon was issued, every accepted request has an outcome, and every invariant holds",
                "1:one of these conditions is not met, or the demo failed",
                ExitCodes.INVALID_USE,
                ExitCodes.MACHINE
            })
    static final class Demo implements Callable<Integer> {
        @Mixin
        private DataOption data = new DataOption();

        @Mixin
        @SuppressWarnings("UnusedVariable") // for parsing and help; the program reads the values
        private DemoOptions options = new DemoOptions();

        @Spec
        private @Nullable CommandSpec spec;

        @Override
        public Integer call() throws InterruptedException {
            return run(data, "dev.firstcome.e2e.demo.Demo", GivenArguments.of(Objects.requireNonNull(spec)));
        }
    }

    @Command(
            name = "bench",
            description =
                    "Measures the services of a running platform, and a baseline on the same servers, in alternating"
                            + " runs.",
            exitCodeList = {
                "0:measured",
                "1:failed, or a goal was missed and --check is given",
                ExitCodes.INVALID_USE,
                ExitCodes.MACHINE
            })
    static final class Bench implements Callable<Integer>, DescribesValues {
        @Mixin
        private DataOption data = new DataOption();

        @Mixin
        @SuppressWarnings("UnusedVariable") // for parsing and help; the program reads the values
        private BenchOptions options = new BenchOptions();

        @Spec
        private @Nullable CommandSpec spec;

        @Override
        public String valuesHeading() {
            return "Benchmarks:";
        }

        @Override
        public SequencedMap<String, String> describedValues() {
            return Benchmark.descriptions();
        }

        @Override
        public Integer call() throws InterruptedException {
            return run(data, "dev.firstcome.e2e.bench.Bench", GivenArguments.of(Objects.requireNonNull(spec)));
        }
    }

    @Command(
            name = "events",
            description = {
                "Compares the events that services committed, Kafka contains, and consumers processed, while services"
                        + " run. Reports events that are missing, out of order, different, or were never committed. A"
                        + " duplicate in Kafka is not an error."
            },
            exitCodeList = {
                "0:no event is missing, unexpected, different or out of order",
                "1:events differ, or the comparison failed",
                ExitCodes.INVALID_USE,
                ExitCodes.MACHINE
            })
    static final class Events implements Callable<Integer> {
        @Mixin
        private DataOption data = new DataOption();

        @Option(
                names = "--since",
                paramLabel = "TIME",
                description = "The compared period before now: 90s, 30m, 2h or 6d (default: ${DEFAULT-VALUE}).")
        private String since = "1h";

        @Option(names = "--json", description = "Print the report as JSON.")
        private boolean json;

        @Override
        public Integer call() throws InterruptedException {
            String seconds = Long.toString(Durations.parse("--since", since).toSeconds());
            List<String> arguments = new ArrayList<>(List.of("--seconds", seconds));
            if (json) {
                arguments.add("--json");
            }
            return run(data, "dev.firstcome.e2e.report.EventsReportProgram", arguments);
        }
    }

    /** Exists for its help only: the script ./firstcome runs Maven itself. */
    @Command(
            name = "test",
            description = {
                "Builds and tests everything with Maven on a JDK 25. Without an option: all checks, the tests of all"
                        + " modules, and the core set of scenarios, within 25 minutes on two cores. Prints all durations"
                        + " at the end.",
                "",
                "  --group            also one group of the other scenarios, which the commit's hash selects, as CI does",
                "  --all              every scenario that is not green at this commit yet, without the modules' tests;",
                "                     resumable; records green scenarios in docs/test-durations.md",
                "  --scenarios NAMES  these scenarios only, such as RushScenario,PauseScenario",
                "  --long             every scenario, with each fault ten times and each kill twenty times",
                "  --seed HEX         the seed of all random tests; by default from the commit's hash",
                "  --containers       only the integration tests of the services, on Kafka, Postgres and Redis in containers",
                "  --offline-images   with --containers: the images of infra/deploy/images/offline"
            },
            exitCodeList = {
                "0:all checks and tests passed",
                "1:a check or a test failed, or a guarantee has no evidence",
                ExitCodes.INVALID_USE,
                "3:a JDK 25, Maven or, with --containers, a container engine is missing"
            })
    static final class Test implements Callable<Integer> {
        @Override
        public Integer call() {
            throw LocalPlatformException.wrongUse("Run the tests with the script: ./firstcome test");
        }
    }
}
