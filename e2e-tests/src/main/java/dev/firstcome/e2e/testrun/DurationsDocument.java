package dev.firstcome.e2e.testrun;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code docs/test-durations.md}: for each scenario class the last commit at which all of its tests were green, and how long
 * they took. The groups of the check are made from it, and it is the evidence for {@code docs/guarantees.md}.
 */
public final class DurationsDocument {
    private static final Pattern ROW =
            Pattern.compile("\\| `(\\w+)` \\| (\\d+) \\| (\\d+) \\| ([0-9a-f]{7,40}) \\| ([0-9-]{10}) \\|");
    private static final String TEXT = """
            # Durations of the scenarios

            `./firstcome test --all` writes this file: for each scenario class the last commit at which all of its tests were
            green. Seconds are without the start of the platform that scenarios share. `.ci/run` makes its groups from them.

            Machine: %s

            | scenario | tests | seconds | commit | date |
            | --- | --- | --- | --- | --- |
            %s
            All: %d classes, %d tests, %d s.
            """;

    private final Path file;

    /** @param root the project's folder */
    public DurationsDocument(Path root) {
        this.file = root.resolve("docs/test-durations.md");
    }

    /**
     * One scenario class.
     *
     * @param commit at which it was green
     * @param date ISO 8601, in UTC
     */
    public record Row(String scenario, int tests, long seconds, String commit, String date) {}

    /** The rows by the names of their classes; empty if the file does not exist. */
    public Map<String, Row> rows() throws IOException {
        Map<String, Row> rows = new TreeMap<>();
        if (!Files.exists(file)) {
            return rows;
        }
        for (String line : Files.readAllLines(file)) {
            Matcher found = ROW.matcher(line);
            if (found.matches()) {
                rows.put(
                        found.group(1),
                        new Row(
                                found.group(1),
                                Integer.parseInt(found.group(2)),
                                Long.parseLong(found.group(3)),
                                found.group(4),
                                found.group(5)));
            }
        }
        return rows;
    }

    /** Replaces the file's rows. */
    public void write(Map<String, Row> rows, String machine) throws IOException {
        List<Row> slowestFirst = rows.values().stream()
                .sorted(Comparator.comparingLong(Row::seconds).reversed().thenComparing(Row::scenario))
                .toList();
        StringBuilder lines = new StringBuilder();
        for (Row row : slowestFirst) {
            lines.append("| `%s` | %d | %d | %s | %s |%n"
                    .formatted(row.scenario(), row.tests(), row.seconds(), row.commit(), row.date()));
        }
        int tests = slowestFirst.stream().mapToInt(Row::tests).sum();
        long seconds = slowestFirst.stream().mapToLong(Row::seconds).sum();
        Files.writeString(file, TEXT.formatted(machine, lines, slowestFirst.size(), tests, seconds));
    }
}
