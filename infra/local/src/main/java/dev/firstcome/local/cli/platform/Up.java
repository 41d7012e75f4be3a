package dev.firstcome.local.cli.platform;

import dev.firstcome.local.AotCacheBuilder;
import dev.firstcome.local.LocalPlatform;
import dev.firstcome.local.PlatformDescription;
import dev.firstcome.local.cli.console.ConsoleProgress;
import dev.firstcome.local.cli.option.DataOption;
import dev.firstcome.local.layout.Layout;
import dev.firstcome.local.layout.LocalPlatformException;
import dev.firstcome.local.layout.PlatformSettings;
import dev.firstcome.local.layout.Ports;
import dev.firstcome.local.layout.ProjectRoot;
import dev.firstcome.local.layout.ServiceDefinition;
import dev.firstcome.local.process.BoundedWait;
import dev.firstcome.local.process.ProcessRecord;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "up",
        description = "Starts all processes that do not run yet, and waits until Ctrl-C, which stops them.",
        footer = {
            "",
            "Examples:",
            "  ./firstcome up                                        until Ctrl-C",
            "  ./firstcome up --detach && ./firstcome demo           until ./firstcome down",
            "  ./firstcome up --port-base 9080 --data /tmp/second    a second platform"
        })
public final class Up implements Callable<Integer> {
    private static final Duration UNBOUNDED = Duration.ofDays(3650);

    /** Polls of the processes, one second apart, between two rotations of the logs. */
    private static final int POLLS_PER_LOG_ROTATION = 30;

    @Mixin
    private DataOption data = new DataOption();

    @Option(names = "--detach", description = "Return when all processes are ready; `./firstcome down` stops them.")
    private boolean detach;

    @Option(
            names = "--brokers",
            paramLabel = "N",
            description = "The number of Kafka brokers, 1 or 3 (default: as at the last start, initially 1).")
    private @Nullable Integer brokers;

    @Option(
            names = "--port-base",
            paramLabel = "N",
            description =
                    "The port of the gateway; all other ports have a fixed distance to it (default: as at the last start,"
                            + " initially 8080).")
    private @Nullable Integer portBase;

    @Option(
            names = "--scale",
            paramLabel = "NAME=N",
            split = ",",
            description =
                    "The number of instances of a service, such as coupon-service=2 (default: as at the last start,"
                            + " initially 1).")
    private @Nullable Map<String, Integer> scale;

    @Option(
            names = "--only",
            paramLabel = "infra",
            description = "infra starts Kafka, Postgres and Redis without services.")
    private @Nullable String only;

    /** Whether the shutdown hook has nothing to stop. */
    private volatile boolean done;

    private volatile boolean stopping;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        long start = System.nanoTime();
        LocalPlatform platform = platform();
        boolean first = !Files.exists(platform.layout().description());
        long caches = platform.cachesThere();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(platform, out), "stop"));
        try (ConsoleProgress progress = new ConsoleProgress(out, platform.parts())) {
            PlatformDescription description = platform.up(progress);
            report(platform, description, out);
            reportStart(platform, Duration.ofNanos(System.nanoTime() - start), first, caches, out);
            if (!detach) {
                out.println("Ctrl-C stops all processes.");
                out.flush();
                keepRunning(platform, out);
            }
            return 0;
        } finally {
            done = true;
        }
    }

    private LocalPlatform platform() {
        if (only != null && !only.equals("infra")) {
            throw LocalPlatformException.wrongUse("--only must be infra, not '" + only + "'");
        }
        ProjectRoot root = ProjectRoot.find();
        Layout layout = Layout.of(root, data.folder());
        PlatformSettings before = PlatformSettings.read(layout.settings());
        PlatformSettings wanted = new PlatformSettings(
                portBase == null ? before.portBase() : new Ports(portBase).base(),
                brokers == null ? before.brokers() : brokers,
                true,
                null,
                scale == null ? before.scale() : scale,
                before.shortLived());
        LocalPlatform platform = LocalPlatform.open(layout, wanted, only == null ? ServiceDefinition.ALL : List.of());
        if (Files.exists(layout.settings())) {
            requireSame(platform, before, wanted);
        }
        return platform;
    }

    private static void requireSame(LocalPlatform platform, PlatformSettings before, PlatformSettings wanted) {
        if (wanted.brokers() != before.brokers()) {
            throw LocalPlatformException.wrongUse(
                    "The data in " + platform.layout().data() + " was created with " + before.brokers()
                            + " broker(s), which cannot be changed. Use another folder with --data DIR");
        }
        if (!Objects.equals(wanted.scale(), before.scale())
                && !platform.processes().running().isEmpty()) {
            throw LocalPlatformException.wrongUse("The platform is running with the scale " + before.scale()
                    + ". Stop it with `./firstcome down` before you change the scale");
        }
        if (wanted.portBase() != before.portBase()
                && !platform.processes().running().isEmpty()) {
            throw LocalPlatformException.wrongUse("The platform is running on the port base " + before.portBase()
                    + ". Stop it with `./firstcome down` before you change it to " + wanted.portBase());
        }
    }

    private static void report(LocalPlatform platform, PlatformDescription description, PrintWriter out) {
        out.println();
        if (platform.isRunning(ServiceDefinition.GATEWAY)) {
            out.println("Gateway    " + description.gatewayUrl());
        }
        out.println("Kafka      " + description.kafka().bootstrapServers());
        description
                .shards()
                .forEach(shard -> out.println("Postgres   " + shard.name() + " " + shard.host() + ":"
                        + shard.port()
                        + (shard.replicaPorts().isEmpty()
                                ? ""
                                : ", replica on " + shard.replicaPorts().getFirst())));
        out.println("Redis      coupon " + description.redisCoupon().nodes().getFirst() + ", cache "
                + description.redisCache().nodes().getFirst() + " (clusters of six)");
        out.println("Addresses and passwords are in " + platform.descriptionFile());
    }

    private static void reportStart(
            LocalPlatform platform, Duration took, boolean first, long caches, PrintWriter out) {
        out.printf(
                Locale.ROOT,
                "Ready after %.1f s: %s start with this data, with %d of %d AOT caches.%n",
                took.toMillis() / 1000.0,
                first ? "the first" : "a later",
                caches,
                platform.cachesAtMost());
        if (platform.processes().isRunning(AotCacheBuilder.NAME)) {
            out.println(
                    "The missing AOT caches are built in the background at the lowest priority and make the next start"
                            + " faster.");
        }
        out.flush();
    }

    /** Waits until no process is running, and prints the name of each process that ends. */
    private void keepRunning(LocalPlatform platform, PrintWriter out) {
        List<ProcessRecord> known = platform.processes().running().stream()
                .filter(part -> !part.name().equals(AotCacheBuilder.NAME))
                .toList();
        Set<String> ended = new HashSet<>();
        int[] pollsLeft = {POLLS_PER_LOG_ROTATION};
        BoundedWait.until(UNBOUNDED, Duration.ofSeconds(1), () -> {
            for (ProcessRecord process : known) {
                if (!stopping && !process.process().isAlive() && ended.add(process.name() + process.process())) {
                    out.println(process.name() + " has ended; its log: "
                            + platform.layout().log(process.name()));
                    out.flush();
                }
            }
            if (--pollsLeft[0] <= 0) {
                pollsLeft[0] = POLLS_PER_LOG_ROTATION;
                platform.processes().rotateLogs();
            }
            return platform.processes().running().isEmpty();
        });
    }

    /** Runs in the shutdown hook; stops the platform after Ctrl-C or SIGTERM. */
    private void stop(LocalPlatform platform, PrintWriter out) {
        if (done) {
            return;
        }
        stopping = true;
        platform.processes().refuseStarts();
        out.println();
        out.println("Stopping, services first …");
        out.flush();
        platform.down();
        out.println("Stopped. The data remains in " + platform.layout().data());
        out.flush();
    }
}
