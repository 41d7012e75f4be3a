package dev.firstcome.local.cli;

import dev.firstcome.local.CacheKeeper;
import dev.firstcome.local.LocalPlatform;
import dev.firstcome.local.Preconditions;
import dev.firstcome.local.layout.LocalFailure;
import dev.firstcome.local.layout.MachineKind;
import dev.firstcome.local.layout.Ports;
import dev.firstcome.local.layout.ProjectRoot;
import dev.firstcome.local.postgres.Unprivileged;
import dev.firstcome.local.process.Part;
import dev.firstcome.local.process.PartRecord;
import dev.firstcome.local.process.Parts;
import dev.firstcome.local.process.PortHolder;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(name = "doctor", description = "Looks whether this machine has what the platform needs; exit code 3 if not.")
final class Doctor implements Callable<Integer> {
    private static final int JAVA = 25;
    private static final long MEMORY_KIB = 4L << 20;
    private static final long OPEN_FILES = 4096;

    @Mixin
    private DataOption data = new DataOption();

    @Spec
    private @Nullable CommandSpec spec;

    private boolean lacking;

    @Override
    public Integer call() {
        check(
                "machine",
                () -> MachineKind.current().name() + ", " + Runtime.getRuntime().availableProcessors() + " cores");
        check("JDK", Doctor::jdk);
        check("Maven", Doctor::maven);
        check("disk", this::disk);
        check("memory", Doctor::memory);
        check("files", Doctor::files);
        check("clock", Doctor::clock);
        check("Postgres", Doctor::postgres);
        check("parts", this::parts);
        check("ports", this::ports);
        return lacking ? LocalFailure.MACHINE_LACKS : 0;
    }

    private void check(String what, Supplier<String> finding) {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        try {
            out.printf("%-10s ok       %s%n", what, finding.get());
        } catch (LocalFailure e) {
            lacking = true;
            out.printf("%-10s MISSING  %s%n", what, e.getMessage());
        }
        out.flush();
    }

    private static String jdk() {
        int version = Runtime.version().feature();
        Path compiler = Path.of(System.getProperty("java.home"), "bin", "javac");
        if (version != JAVA || !Files.isExecutable(compiler)) {
            throw LocalFailure.machineLacks("This runs on Java " + version + "; a JDK " + JAVA
                    + " is needed. Install one, or set FIRSTCOME_JAVA_HOME to its folder");
        }
        return Runtime.version() + " in " + System.getProperty("java.home");
    }

    private static String maven() {
        try {
            Process maven = new ProcessBuilder("mvn", "--version")
                    .redirectErrorStream(true)
                    .start();
            String said = new String(maven.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!maven.waitFor(30, TimeUnit.SECONDS) || maven.exitValue() != 0) {
                throw LocalFailure.machineLacks("`mvn --version` fails: " + said);
            }
            return said.lines().findFirst().orElse("").replaceAll("\u001b\\[[0-9;]*m", "");
        } catch (IOException e) {
            throw LocalFailure.machineLacks("There is no `mvn` on the path; install Maven 3.8.7 or later");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw LocalFailure.failed("Interrupted", e);
        }
    }

    private String disk() {
        Path place = data.exists() ? data.folder() : ProjectRoot.find().path();
        Preconditions.requireSpace(place);
        return (Preconditions.freeBytes(place) >> 30) + " GiB free in " + place;
    }

    private static String memory() {
        try {
            long available = Files.readAllLines(Path.of("/proc/meminfo")).stream()
                    .filter(line -> line.startsWith("MemAvailable:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .sum();
            if (available < MEMORY_KIB) {
                throw LocalFailure.machineLacks((available >> 10) + " MiB are available; the platform takes up to "
                        + (MEMORY_KIB >> 10) + " MiB. End what needs much memory, or start less: up --only infra");
            }
            return (available >> 10) + " MiB available";
        } catch (IOException e) {
            throw LocalFailure.machineLacks("Cannot read /proc/meminfo: " + e.getMessage());
        }
    }

    /** The hard limit: JVMs, Redis and Postgres raise theirs to it. */
    private static String files() {
        try {
            String limit = Files.readAllLines(Path.of("/proc/self/limits")).stream()
                    .filter(line -> line.startsWith("Max open files"))
                    .map(line -> line.strip().split("\\s+", -1)[4])
                    .findFirst()
                    .orElse("unlimited");
            if (!limit.equals("unlimited") && Long.parseLong(limit) < OPEN_FILES) {
                throw LocalFailure.machineLacks(
                        "A process may open only " + limit + " files; brokers and services need " + OPEN_FILES
                                + ". Raise it: `ulimit -Hn " + OPEN_FILES + "`, or nofile in limits.conf");
            }
            return "up to " + limit + " open in a process";
        } catch (IOException e) {
            throw LocalFailure.machineLacks("Cannot read /proc/self/limits: " + e.getMessage());
        }
    }

    /** Tokens, tickets and the times of records go by the clock; one behind what was built is wrong for certain. */
    private static String clock() {
        Instant now = Instant.now();
        ProjectRoot root = ProjectRoot.find();
        try {
            Instant built =
                    Files.getLastModifiedTime(root.path().resolve("pom.xml")).toInstant();
            if (now.isBefore(built)) {
                throw LocalFailure.machineLacks("The clock says " + now + ", which is before " + built
                        + ", when the project's files were written."
                        + " Set it, for example by `timedatectl set-ntp true`");
            }
            return now.truncatedTo(ChronoUnit.SECONDS).toString();
        } catch (IOException e) {
            throw LocalFailure.failed("Cannot look at the files in " + root.path(), e);
        }
    }

    /** What was started and ended by itself; `up` and `restart` start it again. */
    private String parts() {
        if (!data.exists()) {
            return "no platform yet";
        }
        Parts processes = data.platform().processes();
        List<String> dead = processes.recorded().stream()
                .filter(part -> !part.process().isAlive() && !part.name().equals(CacheKeeper.NAME))
                .map(PartRecord::name)
                .toList();
        if (!dead.isEmpty()) {
            throw LocalFailure.machineLacks("Ended by themselves: " + String.join(", ", dead)
                    + ". `./firstcome logs NAME` says why, `./firstcome up` starts them again");
        }
        return processes.running().size() + " run, none ended by itself";
    }

    private static String postgres() {
        Unprivileged.require();
        return Unprivileged.isRoot() ? "runs as nobody in a user namespace" : "runs as this user";
    }

    private String ports() {
        if (!data.exists()) {
            Ports ports = new Ports(Ports.DEFAULT_BASE);
            Ports.table().keySet().forEach(part -> PortHolder.requireFree(ports.of(part), part));
            return "from " + ports.base() + ", all free";
        }
        LocalPlatform platform = data.platform();
        int running = 0;
        for (Part part : platform.parts()) {
            if (platform.isRunning(part.name())) {
                running++;
            } else {
                Parts.requireFreePorts(part);
            }
        }
        return "from " + platform.settings().portBase() + (running == 0 ? ", all free" : ", " + running + " parts run");
    }
}
