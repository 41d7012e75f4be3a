package dev.firstcome.e2e.testrun;

import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The durations of a build as a table for people: stages, stages by module, and classes of tests, each slowest first. */
final class DurationTable {
    private static final Duration LISTED_MIN = Duration.ofSeconds(1);

    private DurationTable() {}

    static String of(MavenLog log) {
        StringBuilder text = new StringBuilder();
        append(text, "Stages", sums(log.goals(), goal -> Stage.of(goal).text), Duration.ZERO);
        append(
                text,
                "Stages by module",
                sums(log.goals(), goal -> "%-14s %s".formatted(goal.module(), Stage.of(goal).text)),
                LISTED_MIN);
        Map<String, Duration> classes = new LinkedHashMap<>();
        log.classes().forEach(type -> classes.merge(type.name(), type.time(), Duration::plus));
        append(text, "Classes of tests", classes, LISTED_MIN);
        return text.toString();
    }

    private static Map<String, Duration> sums(List<MavenLog.Goal> goals, Function<MavenLog.Goal, String> key) {
        Map<String, Duration> sums = new LinkedHashMap<>();
        goals.forEach(goal -> sums.merge(key.apply(goal), goal.time(), Duration::plus));
        return sums;
    }

    private static void append(StringBuilder text, String title, Map<String, Duration> times, Duration listedMin) {
        Duration all = times.values().stream().reduce(Duration.ZERO, Duration::plus);
        text.append("%n%s, slowest first (in all %s):%n".formatted(title, minutes(all)));
        Duration rest = Duration.ZERO;
        int others = 0;
        for (Map.Entry<String, Duration> row : times.entrySet().stream()
                .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                .toList()) {
            if (row.getValue().compareTo(listedMin) < 0) {
                rest = rest.plus(row.getValue());
                others++;
            } else {
                text.append("  %s  %s%n".formatted(minutes(row.getValue()), row.getKey()));
            }
        }
        if (others > 0) {
            text.append("  %s  %d others%n".formatted(minutes(rest), others));
        }
    }

    private static String minutes(Duration time) {
        return "%3d:%02d".formatted(time.toMinutes(), time.toSecondsPart());
    }
}
