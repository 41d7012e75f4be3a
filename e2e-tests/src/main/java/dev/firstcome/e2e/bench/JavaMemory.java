package dev.firstcome.e2e.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * The memory of a Java process.
 *
 * @param liveBytes the live heap after a full collection
 * @param residentBytes the resident set size of the process
 */
record JavaMemory(long liveBytes, long residentBytes) {
    private static final Path JCMD = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    private static final int BOUND_SECONDS = 60;
    private static final String TOTAL = "Total";

    /** Triggers a full collection in the process and measures its memory. */
    static JavaMemory of(long pid) throws IOException, InterruptedException {
        return new JavaMemory(live(pid), ProcessStatus.of(pid).residentBytes());
    }

    private static long live(long pid) throws IOException, InterruptedException {
        Path histogram = Files.createTempFile("histogram", ".txt");
        try {
            Process jcmd = new ProcessBuilder(
                            List.of(JCMD.toString(), Long.toString(pid), "GC.class_histogram", "-parallel=1"))
                    .redirectErrorStream(true)
                    .redirectOutput(histogram.toFile())
                    .start();
            if (!jcmd.waitFor(BOUND_SECONDS, TimeUnit.SECONDS) || jcmd.exitValue() != 0) {
                jcmd.destroyForcibly();
                throw new IOException("jcmd GC.class_histogram failed for process %d".formatted(pid));
            }
            return Files.readAllLines(histogram, StandardCharsets.UTF_8).stream()
                    .filter(line -> line.startsWith(TOTAL))
                    .mapToLong(line -> Long.parseLong(line.strip().split("\\s+")[2]))
                    .sum();
        } finally {
            Files.delete(histogram);
        }
    }

    /** Describes the growth since an earlier measurement, in total and per item. */
    String growthSince(JavaMemory before, int items) {
        long live = liveBytes - before.liveBytes;
        long resident = residentBytes - before.residentBytes;
        return String.format(
                Locale.ROOT,
                "heap %,d MiB (+%,d MiB, %,.1f KiB each); resident %,d MiB (+%,d MiB)",
                liveBytes / Memory.MEBIBYTE,
                live / Memory.MEBIBYTE,
                live / 1024.0 / items,
                residentBytes / Memory.MEBIBYTE,
                resident / Memory.MEBIBYTE);
    }
}
