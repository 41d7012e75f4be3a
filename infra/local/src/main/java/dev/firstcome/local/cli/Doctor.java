package dev.firstcome.local.cli;

import dev.firstcome.local.LocalPlatform;
import dev.firstcome.local.Preconditions;
import dev.firstcome.local.layout.LocalFailure;
import dev.firstcome.local.layout.MachineKind;
import dev.firstcome.local.layout.Ports;
import dev.firstcome.local.layout.ProjectRoot;
import dev.firstcome.local.postgres.Unprivileged;
import dev.firstcome.local.process.Part;
import dev.firstcome.local.process.Parts;
import dev.firstcome.local.process.PortHolder;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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
        check("Postgres", Doctor::postgres);
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
            throw LocalFailure.machineLacks("This runs on Java " + version + "; a JDK " + JAVA + " is needed");
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
                        + (MEMORY_KIB >> 10) + " MiB");
            }
            return (available >> 10) + " MiB available";
        } catch (IOException e) {
            throw LocalFailure.machineLacks("Cannot read /proc/meminfo: " + e.getMessage());
        }
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
