package dev.firstcome.e2e.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * What a Java process holds on to.
 *
 * @param liveBytes of the heap, after a full collection
 * @param residentBytes of the process, as the system counts them
 */
record JavaMemory(long liveBytes, long residentBytes) {
    private static final Path JCMD = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    private static final int BOUND_SECONDS = 60;
    private static final String TOTAL = "Total";

    /** Lets the process collect first. */
    static JavaMemory of(long pid) throws IOException, InterruptedException {
        return new JavaMemory(live(pid), ProcessStatus.of(pid).residentBytes());
    }

    private static long live(long pid) throws IOException, InterruptedException {
        Path histogram = Files.createTempFile("histogram", ".txt");
        try {
            Process asked = new ProcessBuilder(
                            List.of(JCMD.toString(), Long.toString(pid), "GC.class_histogram", "-parallel=1"))
                    .redirectErrorStream(true)
                    .redirectOutput(histogram.toFile())
                    .start();
            if (!asked.waitFor(BOUND_SECONDS, TimeUnit.SECONDS) || asked.exitValue() != 0) {
                asked.destroyForcibly();
                throw new IOException("process %d did not say what it holds on to".formatted(pid));
            }
            return Files.readAllLines(histogram, StandardCharsets.UTF_8).stream()
                    .filter(line -> line.startsWith(TOTAL))
                    .mapToLong(line -> Long.parseLong(line.strip().split("\\s+")[2]))
                    .sum();
        } finally {
            Files.delete(histogram);
        }
    }

    /** How much more this is than it was before so many things were there. */
    String beyond(JavaMemory before, int things) {
        long live = liveBytes - before.liveBytes;
        long resident = residentBytes - before.residentBytes;
        return String.format(
                Locale.ROOT,
                "heap %,d MiB, %,d MiB more, %,.1f KiB each; resident %,d MiB, %,d MiB more",
                liveBytes / Memory.MEBIBYTE,
                live / Memory.MEBIBYTE,
                live / 1024.0 / things,
                residentBytes / Memory.MEBIBYTE,
                resident / Memory.MEBIBYTE);
    }
}
