package dev.firstcome.e2e.testrun;

import java.time.Duration;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The durations in the log of a Maven build whose lines begin with the time of day, HH:mm:ss. A plugin's goal lasts until the
 * next one begins.
 */
public final class MavenLog {
    private static final Pattern GOAL =
            Pattern.compile("(\\d\\d:\\d\\d:\\d\\d) \\[INFO] --- (\\S+):[^:]+:(\\S+) \\([^)]*\\) @ (\\S+) ---");
    private static final Pattern CLASS =
            Pattern.compile("(?:\\S+ )?\\[\\w+] Tests run: (\\d+), Failures: (\\d+), Errors: (\\d+), Skipped: (\\d+), "
                    + "Time elapsed: ([0-9.,]+) s.* -- in (\\S+)");
    private static final Pattern TIME = Pattern.compile("(\\d\\d:\\d\\d:\\d\\d) \\[\\w+] .*");

    private final List<Goal> goals = new ArrayList<>();
    private final List<TestClass> classes = new ArrayList<>();

    private MavenLog() {}

    /** One plugin's goal in one module. */
    public record Goal(String module, String plugin, String goal, Duration time) {}

    /** One class of tests; its time includes what its first test started. */
    public record TestClass(String name, int tests, int failed, int skipped, Duration time) {}

    private record Begun(String module, String plugin, String goal, LocalTime at) {}

    public static MavenLog parse(Iterable<String> lines) {
        MavenLog log = new MavenLog();
        @Nullable Begun open = null;
        for (String line : lines) {
            Matcher testClass = CLASS.matcher(line);
            if (testClass.matches()) {
                log.classes.add(testClass(testClass));
            }
            Matcher time = TIME.matcher(line);
            if (!time.matches()) {
                continue;
            }
            LocalTime at = LocalTime.parse(time.group(1));
            Matcher goal = GOAL.matcher(line);
            boolean ends = line.contains("[INFO] Reactor Summary") || line.contains("[INFO] BUILD ");
            if (open != null && (goal.matches() || ends)) {
                log.goals.add(new Goal(open.module(), open.plugin(), open.goal(), between(open.at(), at)));
                open = null;
            }
            if (goal.matches()) {
                open = new Begun(goal.group(4), goal.group(2), goal.group(3), at);
            }
        }
        return log;
    }

    private static TestClass testClass(Matcher found) {
        return new TestClass(
                found.group(6),
                Integer.parseInt(found.group(1)),
                Integer.parseInt(found.group(2)) + Integer.parseInt(found.group(3)),
                Integer.parseInt(found.group(4)),
                Duration.ofMillis(
                        (long) (1000 * Double.parseDouble(found.group(5).replace(",", "")))));
    }

    private static Duration between(LocalTime from, LocalTime to) {
        Duration time = Duration.between(from, to);
        return time.isNegative() ? time.plusDays(1) : time;
    }

    public List<Goal> goals() {
        return List.copyOf(goals);
    }

    public List<TestClass> classes() {
        return List.copyOf(classes);
    }
}
