package dev.firstcome.e2e.guarantees;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * One table of {@code docs/guarantees.md}: tests expect what it says.
 *
 * @param heading the last heading before it
 */
public record GuaranteeTable(String heading, List<String> columns, List<Row> rows) {
    private static final Pattern NAME = Pattern.compile("`([^`]+)`");

    public static List<GuaranteeTable> all(Path root) throws IOException {
        List<GuaranteeTable> tables = new ArrayList<>();
        String heading = "";
        List<List<String>> lines = new ArrayList<>();
        for (String line : Files.readAllLines(root.resolve("docs/guarantees.md"))) {
            if (line.startsWith("|")) {
                lines.add(cells(line));
                continue;
            }
            if (!lines.isEmpty()) {
                tables.add(table(heading, lines));
                lines.clear();
            }
            heading = line.startsWith("#") ? line.replaceFirst("#+ ", "") : heading;
        }
        return tables;
    }

    /** The table below a heading. */
    public static GuaranteeTable below(Path root, String heading) throws IOException {
        return all(root).stream()
                .filter(table -> table.heading().equals(heading))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no table below " + heading));
    }

    /** One row: its cells by their column. */
    public record Row(Map<String, String> cells) {
        public String text(String column) {
            return Objects.requireNonNull(cells.get(column), column);
        }

        /** The names in back quotes that a cell holds. */
        public List<String> names(String column) {
            return NAME.matcher(text(column))
                    .results()
                    .map((MatchResult found) -> found.group(1))
                    .toList();
        }

        /** The first of {@link #names}. */
        public String name(String column) {
            return names(column).getFirst();
        }
    }

    private static GuaranteeTable table(String heading, List<List<String>> lines) {
        List<String> columns = lines.getFirst();
        List<Row> rows = new ArrayList<>();
        for (List<String> cells : lines.subList(2, lines.size())) {
            if (cells.size() != columns.size()) {
                throw new IllegalStateException("below %s a row has %s".formatted(heading, cells));
            }
            Map<String, String> row = new LinkedHashMap<>();
            for (int i = 0; i < columns.size(); i++) {
                row.put(columns.get(i), cells.get(i));
            }
            rows.add(new Row(row));
        }
        return new GuaranteeTable(heading, columns, rows);
    }

    private static List<String> cells(String line) {
        String inner = line.strip();
        return Arrays.stream(inner.substring(1, inner.length() - 1).split("\\|", -1))
                .map(String::strip)
                .toList();
    }
}
