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

    /** Lines that contain one of these texts; 0 if there is no log. */
    public static long of(Path log, List<String> texts) {
        // Latin 1 takes every byte: what programs log is not always UTF-8.
        try (Stream<String> lines = Files.lines(log, StandardCharsets.ISO_8859_1)) {
            return lines.filter(line -> texts.stream().anyMatch(line::contains)).count();
        } catch (IOException e) {
            return 0;
        }
    }
}
