package dev.firstcome.e2e.testrun;

import java.util.List;
import java.util.Optional;

/**
 * The result of one scenario class in one run.
 *
 * @param complete whether all of its tests ran, and not only those of the core set
 * @param seconds without the start of a platform that other scenarios use too
 */
public record ScenarioResult(String name, int tests, int failed, boolean complete, long seconds) {
    private static final String SEPARATOR = "\t";

    /** Whether it counts as evidence. */
    public boolean isGreen() {
        return complete && tests > 0 && failed == 0;
    }

    String line() {
        return String.join(
                SEPARATOR,
                List.of(
                        name,
                        Integer.toString(tests),
                        Integer.toString(failed),
                        Boolean.toString(complete),
                        Long.toString(seconds)));
    }

    /** The result in a line of {@link #line()}; empty for a line that was cut off when its writer was killed. */
    static Optional<ScenarioResult> parse(String line) {
        String[] fields = line.split(SEPARATOR, -1);
        if (fields.length != 5) {
            return Optional.empty();
        }
        try {
            return Optional.of(new ScenarioResult(
                    fields[0],
                    Integer.parseInt(fields[1]),
                    Integer.parseInt(fields[2]),
                    Boolean.parseBoolean(fields[3]),
                    Long.parseLong(fields[4])));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
