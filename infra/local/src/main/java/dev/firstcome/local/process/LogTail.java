package dev.firstcome.local.process;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** Reads the end of a log and rotates large logs. */
public final class LogTail {
    private static final int BYTES_PER_LINE_MAX = 400;
    /** A log above this size is rotated, so all logs of a process take at most four times as much. */
    public static final int ROTATED_ABOVE_MIB = 20;

    private static final long ROTATED_ABOVE_BYTES = (long) ROTATED_ABOVE_MIB << 20;

    private LogTail() {}

    /** Returns the last lines; fewer if they are very long. */
    public static String of(Path log, int lines) {
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
            long start = Math.max(0, file.length() - (long) lines * BYTES_PER_LINE_MAX);
            byte[] end = new byte[(int) (file.length() - start)];
            file.seek(start);
            file.readFully(end);
            List<String> all = new String(end, StandardCharsets.UTF_8).lines().toList();
            return String.join("\n", all.subList(Math.max(0, all.size() - lines), all.size()));
        } catch (IOException e) {
            return "(no log: " + e.getMessage() + ")";
        }
    }

    /**
     * Rotates a large log and replaces the previously rotated one. The log is copied and truncated, because its writer
     * may run. The writer appends, so it continues at the new end. Lines that it writes between copy and truncation are
     * lost.
     */
    public static void rotate(Path log) throws IOException {
        if (Files.exists(log) && Files.size(log) > ROTATED_ABOVE_BYTES) {
            Path aside = log.resolveSibling(log.getFileName() + ".1");
            Files.copy(log, aside, StandardCopyOption.REPLACE_EXISTING);
            try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "rw")) {
                file.setLength(0);
            }
        }
    }
}
