package dev.firstcome.e2e.bench;

import dev.firstcome.local.LocalPlatform;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads the CPU time of a service's JIT compiler threads from {@code /proc}. */
final class CompilerCpuTime {
    private final Path threads;

    CompilerCpuTime(LocalPlatform platform, String service) {
        long pid = platform.processes().require(service).process().pid();
        this.threads = Path.of("/proc", Long.toString(pid), "task");
    }

    /** The CPU time of the compiler threads since the start of the service. */
    double seconds() {
        double seconds = 0;
        try (DirectoryStream<Path> all = Files.newDirectoryStream(threads)) {
            for (Path thread : all) {
                CpuTicks ticks = CpuTicks.read(thread.resolve("stat"));
                seconds += ticks.name().contains("CompilerThre") ? ticks.seconds() : 0;
            }
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot list the threads in " + threads, failure);
        }
        return seconds;
    }
}
