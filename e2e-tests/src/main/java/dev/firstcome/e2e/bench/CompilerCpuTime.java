package dev.firstcome.e2e.bench;

import dev.firstcome.local.LocalPlatform;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Reads the CPU time of a service's JIT compiler threads from {@code /proc}. */
final class CompilerCpuTime {
    private static final double TICKS_PER_SECOND = 100;
    private static final int USER_TICKS = 11;
    private static final int SYSTEM_TICKS = 12;

    private final Path threads;

    CompilerCpuTime(LocalPlatform platform, String service) {
        long pid = platform.processes().require(service).process().pid();
        this.threads = Path.of("/proc", Long.toString(pid), "task");
    }

    /** The CPU time of the compiler threads since the start of the service. */
    double seconds() {
        double ticks = 0;
        try (DirectoryStream<Path> all = Files.newDirectoryStream(threads)) {
            for (Path thread : all) {
                ticks += ticks(thread.resolve("stat"));
            }
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot list the threads in " + threads, failure);
        }
        return ticks / TICKS_PER_SECOND;
    }

    private static double ticks(Path stat) throws IOException {
        try {
            String line = Files.readString(stat);
            if (!line.contains("CompilerThre")) {
                return 0;
            }
            String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ");
            return Double.parseDouble(fields[USER_TICKS]) + Double.parseDouble(fields[SYSTEM_TICKS]);
        } catch (NoSuchFileException threadEnded) {
            return 0;
        }
    }
}
