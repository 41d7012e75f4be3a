package dev.firstcome.local.process;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** The end of a log. */
public final class LogTail {
    private static final int BYTES_PER_LINE_MAX = 400;
    /** A log above this size is put aside; so all of a part's logs take at most four times as much. */
    public static final int ROTATED_ABOVE_MIB = 20;

    private static final long ROTATED_ABOVE_BYTES = (long) ROTATED_ABOVE_MIB << 20;

    private LogTail() {}

    /** The last lines; of very long lines fewer. */
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
     * Puts a log that has grown large aside, over the one put aside before. It is copied and emptied, since its writer may
     * run: that one appends, so it goes on at the new end. What it writes in between is lost.
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
