package dev.firstcome.local.cli;

import dev.firstcome.local.CacheKeeper;
import dev.firstcome.local.LocalPlatform;
import dev.firstcome.local.PlatformDescription;
import dev.firstcome.local.layout.Layout;
import dev.firstcome.local.layout.LocalFailure;
import dev.firstcome.local.layout.PlatformSettings;
import dev.firstcome.local.layout.Ports;
import dev.firstcome.local.layout.ProjectRoot;
import dev.firstcome.local.layout.ServiceDefinition;
import dev.firstcome.local.process.PartRecord;
import dev.firstcome.local.process.Waiting;
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
        description = "Starts everything that does not run yet, and stays until Ctrl-C, which stops all in good order.",
        footer = {
            "",
            "Examples:",
            "  ./firstcome up                                         everything, until Ctrl-C",
            "  ./firstcome up --detach && ./firstcome demo            everything, until `./firstcome down`",
            "  ./firstcome up --port-base 9080 --data /tmp/another    a second platform beside the first"
        })
final class Up implements Callable<Integer> {
    private static final Duration FOR_EVER = Duration.ofDays(3650);

    /** Looks at the parts, a second apart, from one look at the logs to the next. */
    private static final int LOGS_EVERY = 30;

    @Mixin
    private DataOption data = new DataOption();

    @Option(names = "--detach", description = "Return when all is ready; `down` stops it.")
    private boolean detach;

    @Option(
            names = "--brokers",
            paramLabel = "N",
            description = "1 or 3 Kafka brokers (default: as before, at first 1).")
    private @Nullable Integer brokers;

    @Option(
            names = "--port-base",
            paramLabel = "N",
            description =
                    "The gateway's port; every other part is at a fixed distance (default: as before, at first 8080).")
    private @Nullable Integer portBase;

    @Option(
            names = "--scale",
            paramLabel = "NAME=N",
            split = ",",
            description =
                    "How many instances of a service, such as coupon-service=2 (default: as before, at first 1 of each).")
    private @Nullable Map<String, Integer> scale;

    @Option(
            names = "--only",
            paramLabel = "infra",
            description = "infra: start Kafka, Postgres and Redis, no services.")
    private @Nullable String only;

    /** Whether there is nothing to end any more when this program ends. */
    private volatile boolean done;

    private volatile boolean ending;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        long began = System.nanoTime();
        LocalPlatform platform = platform();
        boolean first = !Files.exists(platform.layout().description());
        long caches = platform.cachesThere();
        Thread end = new Thread(() -> end(platform, out), "end");
        Runtime.getRuntime().addShutdownHook(end);
        try (ConsoleProgress progress = new ConsoleProgress(out, platform.parts())) {
            PlatformDescription description = platform.up(progress);
            report(platform, description, out);
            reportStart(platform, Duration.ofNanos(System.nanoTime() - began), first, caches, out);
            if (!detach) {
                out.println("Ctrl-C stops it.");
                out.flush();
                stay(platform, out);
            }
            return 0;
        } finally {
            done = true;
        }
    }

    private LocalPlatform platform() {
        if (only != null && !only.equals("infra")) {
            throw LocalFailure.wrongUse("--only takes infra, not " + only);
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
            throw LocalFailure.wrongUse(
                    "The data in " + platform.layout().data() + " was made with " + before.brokers()
                            + " broker(s), and that cannot be changed. `./firstcome reset` removes it, --data DIR takes another place");
        }
        if (!Objects.equals(wanted.scale(), before.scale())
                && !platform.processes().running().isEmpty()) {
            throw LocalFailure.wrongUse("The platform runs with another scale, " + before.scale()
                    + ". Stop it with `./firstcome down` before it is changed");
        }
        if (wanted.portBase() != before.portBase()
                && !platform.processes().running().isEmpty()) {
            throw LocalFailure.wrongUse("The platform runs on port base " + before.portBase()
                    + ". Stop it with `./firstcome down` before it moves to " + wanted.portBase());
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
        out.println("Described  in " + platform.descriptionFile());
    }

    private static void reportStart(
            LocalPlatform platform, Duration took, boolean first, long caches, PrintWriter out) {
        out.printf(
                Locale.ROOT,
                "Ready after %.1f s: %s start here, with %d of %d class caches.%n",
                took.toMillis() / 1000.0,
                first ? "the first" : "a later",
                caches,
                platform.cachesAtMost());
        if (platform.processes().isRunning(CacheKeeper.NAME)) {
            out.println("The caches of this build are made in the background, with what nobody else wants of the"
                    + " processors; the next start has them.");
        }
        out.flush();
    }

    /** Until everything has ended, by `down` from elsewhere or by itself; says when a part ends. */
    private void stay(LocalPlatform platform, PrintWriter out) {
        List<PartRecord> known = platform.processes().running().stream()
                .filter(part -> !part.name().equals(CacheKeeper.NAME))
                .toList();
        Set<String> ended = new HashSet<>();
        int[] untilLogs = {LOGS_EVERY};
        Waiting.until(FOR_EVER, Duration.ofSeconds(1), () -> {
            for (PartRecord part : known) {
                if (!ending && !part.process().isAlive() && ended.add(part.name() + part.process())) {
                    out.println(part.name() + " has ended; its log: "
                            + platform.layout().log(part.name()));
                    out.flush();
                }
            }
            if (--untilLogs[0] <= 0) {
                untilLogs[0] = LOGS_EVERY;
                platform.processes().rotateLogs();
            }
            return platform.processes().running().isEmpty();
        });
    }

    /** Runs when the program ends: by Ctrl-C or SIGTERM only, if it is not done by itself. */
    private void end(LocalPlatform platform, PrintWriter out) {
        if (done) {
            return;
        }
        ending = true;
        platform.processes().refuseStarts();
        out.println();
        out.println("Stopping, services first …");
        out.flush();
        platform.down();
        out.println("Stopped. The data stays in " + platform.layout().data());
        out.flush();
    }
}
