package dev.firstcome.e2e.bench;

import dev.firstcome.local.LocalPlatform;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** The just-in-time compilers of a service, watched from outside: what they take, its work does not get. */
final class CompilerCpuTime {
    private static final double TICKS_PER_SECOND = 100;
    private static final int USER_TICKS = 11;
    private static final int SYSTEM_TICKS = 12;

    private final Path threads;

    CompilerCpuTime(LocalPlatform platform, String service) {
        long pid = platform.processes().require(service).process().pid();
        this.threads = Path.of("/proc", Long.toString(pid), "task");
    }

    /** Processor time that they have taken since the service's start. */
    double seconds() {
        double ticks = 0;
        try (DirectoryStream<Path> all = Files.newDirectoryStream(threads)) {
            for (Path thread : all) {
                ticks += ticks(thread.resolve("stat"));
            }
        } catch (IOException gone) {
            throw new UncheckedIOException("the service's threads cannot be listed", gone);
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
        } catch (NoSuchFileException ended) {
            return 0;
        }
    }
}
