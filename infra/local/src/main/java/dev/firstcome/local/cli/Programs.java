package dev.firstcome.local.cli;

import dev.firstcome.local.LocalPlatform;
import dev.firstcome.local.layout.LocalFailure;
import dev.firstcome.local.layout.ProjectRoot;
import dev.firstcome.local.layout.ServiceDefinition;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Commands that start a program of e2e-tests, which uses the running platform as a client. */
final class Programs {
    private Programs() {}

    private static int run(DataOption data, String mainClass, List<String> arguments) throws InterruptedException {
        LocalPlatform platform = data.platform();
        if (!platform.isRunning(ServiceDefinition.GATEWAY)) {
            throw LocalFailure.failed("The platform is not running; start it with `./firstcome up`");
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
            throw LocalFailure.failed("Cannot start " + mainClass, e);
        }
    }

    @Command(
            name = "demo",
            description = "Simulates a flash sale of 1,000 coupons for 5,000 users through the gateway, then verifies all"
                    + " invariants.")
    static final class Demo implements Callable<Integer> {
        @Mixin
        private DataOption data = new DataOption();

        @Option(names = "--small", description = "100 coupons and 500 users.")
        private boolean small;

        @Option(names = "--seed", paramLabel = "HEX", description = "The seed of the arrival times, to repeat a run.")
        private String seed = "";

        @Override
        public Integer call() throws InterruptedException {
            List<String> arguments = new ArrayList<>();
            if (small) {
                arguments.add("--small");
            }
            if (!seed.isEmpty()) {
                arguments.addAll(List.of("--seed", seed));
            }
            return run(data, "dev.firstcome.e2e.demo.Demo", arguments);
        }
    }

    @Command(name = "bench", description = "Measures the services and a baseline on the same servers, in alternating runs.")
    static final class Bench implements Callable<Integer> {
        @Mixin
        private DataOption data = new DataOption();

        @Parameters(paramLabel = "NAME", description = "The name of a benchmark.")
        private String name = "";

        @Option(names = "--check", description = "Exit with code 1 if a goal is missed.")
        private boolean check;

        @Option(names = "--json", description = "Print the result as JSON.")
        private boolean json;

        @Option(names = "--runs", paramLabel = "N", description = "The number of alternating runs, 5 to 50; default 15.")
        private int runs = 15;

        @Option(names = "--records", paramLabel = "N", description = "The number of requests in each run of the engine.")
        private int records = 400_000;

        @Option(names = "--backlog", paramLabel = "N", description = "The number of events in the outbox backlog.")
        private int backlog = 200_000;

        @Override
        public Integer call() throws InterruptedException {
            List<String> arguments = new ArrayList<>(List.of(
                    name,
                    "--runs",
                    Integer.toString(runs),
                    "--records",
                    Integer.toString(records),
                    "--backlog",
                    Integer.toString(backlog)));
            if (check) {
                arguments.add("--check");
            }
            if (json) {
                arguments.add("--json");
            }
            return run(data, "dev.firstcome.e2e.bench.Bench", arguments);
        }
    }

    @Command(
            name = "events",
            description = {
                "Compares the events that services committed, Kafka contains, and consumers processed, while services"
                        + " run. Reports events that are missing, out of order, different, or were never committed. A"
                        + " duplicate in Kafka is not an error."
            })
    static final class Events implements Callable<Integer> {
        @Mixin
        private DataOption data = new DataOption();

        @Option(
                names = "--since",
                paramLabel = "TIME",
                description = "The compared period before now: 90s, 30m, 2h or 6d; default 1h.")
        private String since = "1h";

        @Option(names = "--json", description = "Print the result as JSON.")
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
                "Builds and tests everything with Maven on a JDK 25. Without an option: all checks, the tests of all modules,",
                "and the core set of scenarios, within 25 minutes on two cores. Prints all durations at the end.",
                "  --group            also one group of the other scenarios, chosen by the commit's hash, as CI does",
                "  --all              every scenario that is not green at this commit yet, without the modules' tests;",
                "                     can be stopped and resumed; records the green ones in docs/test-durations.md",
                "  --scenarios NAMES  these scenarios only, such as RushScenario,PauseScenario",
                "  --long             every scenario, each fault ten times and each kill twenty times",
                "  --seed HEX         the seed of all random tests; by default from the commit's hash"
            })
    static final class Test implements Callable<Integer> {
        @Override
        public Integer call() {
            throw LocalFailure.wrongUse("Run the tests with the script: ./firstcome test");
        }
    }
}
