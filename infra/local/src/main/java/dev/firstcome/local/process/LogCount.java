package dev.firstcome.local.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Counts lines of a log. */
public final class LogCount {
    private LogCount() {}

    /** Returns the number of lines that contain one of these texts; 0 if there is no log. */
    public static long of(Path log, List<String> texts) {
        // ISO 8859-1 decodes every byte. Logs are not always valid UTF-8.
        try (Stream<String> lines = Files.lines(log, StandardCharsets.ISO_8859_1)) {
            return lines.filter(line -> texts.stream().anyMatch(line::contains)).count();
        } catch (IOException e) {
            return 0;
        }
    }
}
