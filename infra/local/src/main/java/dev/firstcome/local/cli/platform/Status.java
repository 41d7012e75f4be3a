package dev.firstcome.local.cli.platform;

import dev.firstcome.local.LocalPlatform;
import dev.firstcome.local.Preconditions;
import dev.firstcome.local.cli.option.DataOption;
import dev.firstcome.local.layout.FileTree;
import dev.firstcome.local.process.ManagedProcess;
import dev.firstcome.local.process.ManagedProcesses;
import dev.firstcome.local.process.ProcessRecord;
import dev.firstcome.local.process.ProcessStat;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

@Command(
        name = "status",
        description = {
            "Shows the state of each process: ready, starting, paused, stopped, or dead (ended without a command).",
            "Memory is the proportional set size (PSS), which counts shared pages once.",
            "Disk is the size of a process's data and logs; the total includes binaries and settings.",
            "Refused is the number of connections and commands that access control refused; services report it as a"
                    + " metric."
        })
public final class Status implements Callable<Integer> {
    private static final String ROW = "%-20s %-9s %8s %6s %10s %9s %9s %8s%n";
    private static final long BYTES_PER_KIB = 1024;

    @Mixin
    private DataOption data = new DataOption();

    @Option(names = "--json", description = "Print the result as JSON.")
    private boolean json;

    @Spec
    private @Nullable CommandSpec spec;

    /** One process; unknown numbers are 0. */
    record Row(
            String name,
            String state,
            long pid,
            int port,
            long uptimeSeconds,
            long pssKiB,
            long refused,
            long diskKiB) {}

    /** The whole platform; its size on disk includes binaries and settings. */
    record Report(String dataDirectory, List<Row> parts, long pssKiB, long diskKiB, long freeDiskKiB) {}

    @Override
    public Integer call() {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        Report report = report();
        if (json) {
            out.println(JsonMapper.builder()
                    .build()
                    .writerWithDefaultPrettyPrinter()
                    .writeValueAsString(report));
        } else {
            print(report, out);
        }
        out.flush();
        return 0;
    }

    private Report report() {
        if (!data.exists()) {
            return new Report(data.folder().toString(), List.of(), 0, 0, 0);
        }
        LocalPlatform platform = data.platform();
        platform.processes().rotateLogs();
        Map<String, ProcessRecord> records = platform.processes().recorded().stream()
                .collect(Collectors.toMap(ProcessRecord::name, Function.identity()));
        List<Row> rows = platform.parts().parallelStream()
                .map(part -> row(part, Optional.ofNullable(records.get(part.name())), platform))
                .toList();
        return new Report(
                data.folder().toString(),
                rows,
                rows.stream().mapToLong(Row::pssKiB).sum(),
                FileTree.size(data.folder()) / BYTES_PER_KIB,
                Preconditions.freeBytes(data.folder()) / BYTES_PER_KIB);
    }

    private static Row row(ManagedProcess part, Optional<ProcessRecord> recorded, LocalPlatform platform) {
        ManagedProcesses parts = platform.processes();
        Optional<ProcessStat> stat = recorded.flatMap(parts::stat);
        long disk = platform.layout().bytesOf(part.name()) / BYTES_PER_KIB;
        if (stat.isEmpty()) {
            return new Row(part.name(), recorded.isPresent() ? "dead" : "stopped", 0, part.port(), 0, 0, 0, disk);
        }
        ProcessStat process = stat.get();
        return new Row(
                part.name(),
                state(part, process),
                process.pid(),
                part.port(),
                process.uptimeSeconds(),
                recorded.map(parts::pssKiB).orElse(0L),
                part.refused(platform.layout().log(part.name())),
                disk);
    }

    private static String state(ManagedProcess part, ProcessStat process) {
        if (process.state() == 'T') {
            return "paused";
        }
        return part.isReady() ? "ready" : "starting";
    }

    private static void print(Report report, PrintWriter out) {
        if (report.parts().isEmpty()) {
            out.println("No platform exists in " + report.dataDirectory() + ". Create one with `./firstcome up`");
            return;
        }
        out.printf(ROW, "process", "state", "pid", "port", "uptime", "MiB", "disk MiB", "refused");
        for (Row row : report.parts()) {
            boolean running = row.pid() != 0;
            out.printf(
                    Locale.ROOT,
                    ROW,
                    row.name(),
                    row.state(),
                    running ? row.pid() : "-",
                    row.port(),
                    running ? time(Duration.ofSeconds(row.uptimeSeconds())) : "-",
                    running ? mib(row.pssKiB()) : "-",
                    mib(row.diskKiB()),
                    row.refused() == 0 ? "" : row.refused());
        }
        out.printf(ROW, "total", "", "", "", "", mib(report.pssKiB()), mib(report.diskKiB()), "");
        out.println("Data: " + report.dataDirectory() + ", " + mib(report.freeDiskKiB()) + " MiB free");
    }

    private static String mib(long kib) {
        return String.format(Locale.ROOT, "%.1f", kib / 1024.0);
    }

    private static String time(Duration time) {
        return String.format(Locale.ROOT, "%d:%02d:%02d", time.toHours(), time.toMinutesPart(), time.toSecondsPart());
    }
}
