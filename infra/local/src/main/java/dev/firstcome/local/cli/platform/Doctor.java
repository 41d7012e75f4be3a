package dev.firstcome.local.cli.platform;

import dev.firstcome.local.AotCacheBuilder;
import dev.firstcome.local.LocalPlatform;
import dev.firstcome.local.Preconditions;
import dev.firstcome.local.cli.help.ExitCodes;
import dev.firstcome.local.cli.option.DataOption;
import dev.firstcome.local.layout.LocalPlatformException;
import dev.firstcome.local.layout.MachineKind;
import dev.firstcome.local.layout.Ports;
import dev.firstcome.local.layout.ProjectRoot;
import dev.firstcome.local.postgres.Unprivileged;
import dev.firstcome.local.process.ManagedProcess;
import dev.firstcome.local.process.ManagedProcesses;
import dev.firstcome.local.process.PortHolder;
import dev.firstcome.local.process.ProcessRecord;
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

@Command(
        name = "doctor",
        description = "Checks whether this machine meets the requirements of the platform.",
        exitCodeList = {
            "0:all requirements are met",
            ExitCodes.FAILED,
            ExitCodes.INVALID_USE,
            "3:a requirement is missing; its line says what to do"
        })
public final class Doctor implements Callable<Integer> {
    private static final int JAVA = 25;
    private static final long MEMORY_KIB = 4L << 20;
    private static final long OPEN_FILES = 4096;

    @Mixin
    private DataOption data = new DataOption();

    @Spec
    private @Nullable CommandSpec spec;

    private boolean failed;

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
        check("processes", this::processes);
        check("ports", this::ports);
        return failed ? LocalPlatformException.MACHINE_LACKS : 0;
    }

    private void check(String what, Supplier<String> finding) {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        try {
            out.printf("%-10s ok       %s%n", what, finding.get());
        } catch (LocalPlatformException e) {
            failed = true;
            out.printf("%-10s MISSING  %s%n", what, e.getMessage());
        }
        out.flush();
    }

    private static String jdk() {
        int version = Runtime.version().feature();
        Path compiler = Path.of(System.getProperty("java.home"), "bin", "javac");
        if (version != JAVA || !Files.isExecutable(compiler)) {
            throw LocalPlatformException.machineLacks("This is Java " + version + ", but a JDK " + JAVA
                    + " is required. Install one, or set FIRSTCOME_JAVA_HOME to its folder");
        }
        return Runtime.version() + " in " + System.getProperty("java.home");
    }

    private static String maven() {
        try {
            Process maven = new ProcessBuilder("mvn", "--version")
                    .redirectErrorStream(true)
                    .start();
            String output = new String(maven.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!maven.waitFor(30, TimeUnit.SECONDS) || maven.exitValue() != 0) {
                throw LocalPlatformException.machineLacks("`mvn --version` fails: " + output);
            }
            return output.lines().findFirst().orElse("").replaceAll("\u001b\\[[0-9;]*m", "");
        } catch (IOException e) {
            throw LocalPlatformException.machineLacks("`mvn` is not on the path; install Maven 3.8.7 or later");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw LocalPlatformException.failed("Interrupted", e);
        }
    }

    private String disk() {
        Path folder = data.exists() ? data.folder() : ProjectRoot.find().path();
        Preconditions.requireSpace(folder);
        return (Preconditions.freeBytes(folder) >> 30) + " GiB free in " + folder;
    }

    private static String memory() {
        try {
            long available = Files.readAllLines(Path.of("/proc/meminfo")).stream()
                    .filter(line -> line.startsWith("MemAvailable:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .sum();
            if (available < MEMORY_KIB) {
                throw LocalPlatformException.machineLacks(
                        "Only " + (available >> 10) + " MiB are available, but the platform uses up to "
                                + (MEMORY_KIB >> 10) + " MiB. Stop other programs, or use ./firstcome up --only infra");
            }
            return (available >> 10) + " MiB available";
        } catch (IOException e) {
            throw LocalPlatformException.machineLacks("Cannot read /proc/meminfo: " + e.getMessage());
        }
    }

    /** Checks the hard limit, to which JVMs, Redis and Postgres raise their soft limit. */
    private static String files() {
        try {
            String limit = Files.readAllLines(Path.of("/proc/self/limits")).stream()
                    .filter(line -> line.startsWith("Max open files"))
                    .map(line -> line.strip().split("\\s+", -1)[4])
                    .findFirst()
                    .orElse("unlimited");
            if (!limit.equals("unlimited") && Long.parseLong(limit) < OPEN_FILES) {
                throw LocalPlatformException.machineLacks(
                        "A process may open only " + limit + " files, but brokers and services need " + OPEN_FILES
                                + ". Raise the limit: `ulimit -Hn " + OPEN_FILES + "`, or nofile in limits.conf");
            }
            return "up to " + limit + " open files per process";
        } catch (IOException e) {
            throw LocalPlatformException.machineLacks("Cannot read /proc/self/limits: " + e.getMessage());
        }
    }

    /** Tokens, tickets and record timestamps depend on the clock. A time before the newest source file is wrong. */
    private static String clock() {
        Instant now = Instant.now();
        ProjectRoot root = ProjectRoot.find();
        try {
            Instant built =
                    Files.getLastModifiedTime(root.path().resolve("pom.xml")).toInstant();
            if (now.isBefore(built)) {
                throw LocalPlatformException.machineLacks(
                        "The clock shows " + now + ", but the project's files were written at " + built
                                + ". Set the clock, for example with `timedatectl set-ntp true`");
            }
            return now.truncatedTo(ChronoUnit.SECONDS).toString();
        } catch (IOException e) {
            throw LocalPlatformException.failed("Cannot read the files in " + root.path(), e);
        }
    }

    /** Finds processes that ended without a command. */
    private String processes() {
        if (!data.exists()) {
            return "no platform exists yet";
        }
        ManagedProcesses processes = data.platform().processes();
        List<String> dead = processes.recorded().stream()
                .filter(part -> !part.process().isAlive() && !part.name().equals(AotCacheBuilder.NAME))
                .map(ProcessRecord::name)
                .toList();
        if (!dead.isEmpty()) {
            throw LocalPlatformException.machineLacks("Ended without a command: " + String.join(", ", dead)
                    + ". See `./firstcome logs NAME`; `./firstcome up` starts them again");
        }
        return processes.running().size() + " running, none ended without a command";
    }

    private static String postgres() {
        Unprivileged.require();
        return Unprivileged.isRoot() ? "will run as an unprivileged user in a user namespace" : "will run as this user";
    }

    private String ports() {
        if (!data.exists()) {
            Ports ports = new Ports(Ports.DEFAULT_BASE);
            Ports.table().keySet().forEach(part -> PortHolder.requireFree(ports.of(part), part));
            return "from " + ports.base() + ", all free";
        }
        LocalPlatform platform = data.platform();
        int running = 0;
        for (ManagedProcess part : platform.parts()) {
            if (platform.isRunning(part.name())) {
                running++;
            } else {
                ManagedProcesses.requireFreePorts(part);
            }
        }
        return "from " + platform.settings().portBase()
                + (running == 0 ? ", all free" : ", " + running + " processes running");
    }
}
