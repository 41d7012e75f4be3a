package dev.firstcome.e2e.testrun;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The scenarios that one run executes.
 *
 * @param core whether the core set is executed
 * @param classes executed with all of their tests
 * @param description for people
 */
public record ScenarioSelection(boolean core, Set<String> classes, String description) {
    /** The longest time of a group of scenarios in the check. */
    static final Duration GROUP_MAX = Duration.ofMinutes(4);

    /** Assumed for a class that has never been measured. */
    private static final long UNKNOWN_SECONDS = 90;

    public ScenarioSelection {
        classes = Set.copyOf(classes);
    }

    /**
     * Parses {@code core}, {@code ci} (the core set and the group that the commit's hash chooses), {@code all} (what is not
     * green at this commit yet), {@code everything}, or names of classes, separated by commas.
     *
     * @param grouped the classes that are not entirely in the core set
     */
    public static ScenarioSelection parse(String wanted, Path root, Set<String> grouped) throws IOException {
        return switch (wanted) {
            case "", "core" -> new ScenarioSelection(true, Set.of(), "the core set");
            case "ci" -> ofCheck(root, grouped);
            case "all" -> remaining(root);
            case "everything" -> new ScenarioSelection(false, ScenarioClasses.of(root), "all scenarios");
            default -> named(wanted, ScenarioClasses.of(root));
        };
    }

    private static ScenarioSelection named(String wanted, Set<String> known) {
        Set<String> names = Arrays.stream(wanted.split(",")).map(String::strip).collect(Collectors.toSet());
        List<String> unknown =
                names.stream().filter(name -> !known.contains(name)).toList();
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException(
                    "No such scenario: %s. There are: %s".formatted(unknown, String.join(", ", known)));
        }
        return new ScenarioSelection(false, names, String.join(", ", names));
    }

    private static ScenarioSelection ofCheck(Path root, Set<String> grouped) throws IOException {
        Map<String, DurationsDocument.Row> rows = new DurationsDocument(root).rows();
        Map<String, Long> seconds = new TreeMap<>();
        for (String scenario : grouped) {
            DurationsDocument.Row row = rows.get(scenario);
            seconds.put(scenario, row == null ? UNKNOWN_SECONDS : row.seconds());
        }
        ScenarioGroups groups = ScenarioGroups.of(seconds, GROUP_MAX);
        String head = new GitHistory(root).head();
        int chosen = groups.chosenBy(Long.parseUnsignedLong(head.substring(0, 8), 16));
        List<String> group = groups.group(chosen);
        return new ScenarioSelection(
                true,
                Set.copyOf(group),
                "the core set and group %d of %d: %s".formatted(chosen + 1, groups.count(), String.join(", ", group)));
    }

    private static ScenarioSelection remaining(Path root) throws IOException {
        Set<String> left = new TreeSet<>(ScenarioClasses.of(root));
        int before = left.size();
        for (ScenarioResult result : ScenarioResults.current(root).all()) {
            if (result.isGreen()) {
                left.remove(result.name());
            }
        }
        return new ScenarioSelection(
                false,
                left,
                "%d of %d classes; the others are green at this commit already".formatted(left.size(), before));
    }

    /** Whether a test of this class is executed. */
    public boolean includes(String scenario, boolean isCore) {
        return (core && isCore) || classes.contains(scenario);
    }
}
