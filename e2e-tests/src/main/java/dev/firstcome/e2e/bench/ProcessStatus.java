package dev.firstcome.e2e.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The status of a process from {@code /proc}, as described in proc(5). */
record ProcessStatus(Path folder) {
    /** The value for {@code clear_refs} that resets the peak resident set size. */
    private static final String RESET_PEAK = "5";

    static ProcessStatus of(long pid) {
        return new ProcessStatus(Path.of("/proc", Long.toString(pid)));
    }

    long residentBytes() throws IOException {
        return bytes("VmRSS:");
    }

    /** The peak resident set size since the last reset. */
    long peakBytes() throws IOException {
        return bytes("VmHWM:");
    }

    void resetPeak() throws IOException {
        Files.writeString(folder.resolve("clear_refs"), RESET_PEAK);
    }

    private long bytes(String name) throws IOException {
        try (var lines = Files.lines(folder.resolve("status"))) {
            return lines.filter(line -> line.startsWith(name))
                    .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("[^0-9]", "")))
                    .sum();
        }
    }
}
