package dev.firstcome.e2e.testrun;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * The scenarios outside the core set, in groups that each fit into the check. Longest first into the first group with room
 * (first-fit decreasing), so that all machines make the same groups from the same durations.
 */
public final class ScenarioGroups {
    private final List<List<String>> groups;

    private ScenarioGroups(List<List<String>> groups) {
        this.groups = groups;
    }

    /** @param seconds of each class that belongs into a group */
    public static ScenarioGroups of(Map<String, Long> seconds, Duration limit) {
        List<List<String>> groups = new ArrayList<>();
        List<Long> sums = new ArrayList<>();
        seconds.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .forEach(scenario -> {
                    int group = firstWithRoom(sums, scenario.getValue(), limit.toSeconds());
                    if (group == groups.size()) {
                        groups.add(new ArrayList<>());
                        sums.add(0L);
                    }
                    groups.get(group).add(scenario.getKey());
                    sums.set(group, sums.get(group) + scenario.getValue());
                });
        return new ScenarioGroups(groups.stream().map(List::copyOf).toList());
    }

    private static int firstWithRoom(List<Long> sums, long seconds, long limit) {
        for (int group = 0; group < sums.size(); group++) {
            if (sums.get(group) + seconds <= limit) {
                return group;
            }
        }
        return sums.size();
    }

    public int count() {
        return groups.size();
    }

    /** The number of the group that a commit's hash chooses; 0 if there is none. */
    public int chosenBy(long hash) {
        return groups.isEmpty() ? 0 : (int) Math.floorMod(hash, (long) groups.size());
    }

    /** The classes of a group, the longest first. */
    public List<String> group(int number) {
        return groups.isEmpty() ? List.of() : groups.get(number);
    }
}
