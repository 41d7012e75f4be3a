package dev.firstcome.e2e.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the system says of a process, as proc(5) has it. */
record ProcessStatus(Path folder) {
    /** What proc(5) wants, so that the peak counts from now on. */
    private static final String RESET_PEAK = "5";

    static ProcessStatus of(long pid) {
        return new ProcessStatus(Path.of("/proc", Long.toString(pid)));
    }

    long residentBytes() throws IOException {
        return bytes("VmRSS:");
    }

    /** The most that was resident since the peak was forgotten. */
    long peakBytes() throws IOException {
        return bytes("VmHWM:");
    }

    void forgetPeak() throws IOException {
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
