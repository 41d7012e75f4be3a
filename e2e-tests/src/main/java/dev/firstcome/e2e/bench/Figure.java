package dev.firstcome.e2e.bench;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One result of a benchmark: the measured values and those of the baseline, compared by their medians.
 *
 * @param goal the goal of the figure; null if there is none
 */
record Figure(
        String name,
        Series value,
        Series baseline,
        @Nullable Goal goal) {
    double ratio() {
        return value.median() / baseline.median();
    }

    boolean met() {
        return goal == null || goal.isMetBy(value, ratio());
    }

    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", name);
        json.put("value", value.median());
        json.put("baseline", baseline.median());
        json.put("ratio", ratio());
        json.put("goal", goal == null ? null : goal.text());
        json.put("met", met());
        return json;
    }
}
