package dev.firstcome.e2e.testrun;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Whether each scenario that {@code docs/guarantees.md} names ran green: in this build, or in a recorded run that is at most
 * 150 commits old.
 *
 * @param inThisBuild green in this build
 * @param recorded green in a recorded run that is recent enough
 * @param old green in an older recorded run, with its age: to be renewed before an issue is called resolved
 * @param missing without any green run, or only one at a commit that HEAD does not descend from
 */
public record GuaranteeEvidence(
        List<String> inThisBuild, List<String> recorded, List<String> old, List<String> missing) {
    static final int AGE_MAX_COMMITS = 150;

    private static final Pattern SCENARIO = Pattern.compile("`(\\w+Scenario)`");

    /** Reads how old a commit is; empty for one that HEAD does not descend from. */
    @FunctionalInterface
    interface Age {
        OptionalInt of(String commit) throws IOException;
    }

    /** The scenarios that the table of guarantees names. */
    static Set<String> named(Path root) throws IOException {
        Set<String> names = new TreeSet<>();
        SCENARIO.matcher(Files.readString(root.resolve("docs/guarantees.md")))
                .results()
                .forEach((MatchResult found) -> names.add(found.group(1)));
        return names;
    }

    static GuaranteeEvidence of(
            Set<String> named, List<ScenarioResult> results, Map<String, DurationsDocument.Row> rows, Age age)
            throws IOException {
        List<String> green = results.stream()
                .filter(ScenarioResult::isGreen)
                .map(ScenarioResult::name)
                .toList();
        GuaranteeEvidence evidence =
                new GuaranteeEvidence(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        for (String scenario : named) {
            DurationsDocument.Row row = rows.get(scenario);
            if (green.contains(scenario)) {
                evidence.inThisBuild.add(scenario);
            } else if (row == null) {
                evidence.missing.add(scenario);
            } else {
                evidence.addRecorded(scenario, age.of(row.commit()));
            }
        }
        return evidence;
    }

    private void addRecorded(String scenario, OptionalInt age) {
        if (age.isEmpty()) {
            missing.add(scenario);
        } else if (age.getAsInt() <= AGE_MAX_COMMITS) {
            recorded.add(scenario);
        } else {
            old.add("%s (%d commits)".formatted(scenario, age.getAsInt()));
        }
    }

    boolean isComplete() {
        return missing.isEmpty();
    }

    String text() {
        StringBuilder text = new StringBuilder("Guarantees: %d scenarios green in this build, %d in a recorded run%n"
                .formatted(inThisBuild.size(), recorded.size()));
        if (!old.isEmpty()) {
            text.append("  recorded more than %d commits ago, to be renewed by ./firstcome test --all: %s%n"
                    .formatted(AGE_MAX_COMMITS, String.join(", ", old)));
        }
        if (!missing.isEmpty()) {
            text.append("  without a green run, run ./firstcome test --scenarios NAMES: %s%n"
                    .formatted(String.join(", ", missing)));
        }
        return text.toString();
    }
}
