package dev.firstcome.platform.alerts;

import io.micrometer.core.instrument.Measurement;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * An alert rule: which meters are compared with which thresholds. A service declares its rules as beans. A rule without
 * such a meter in the process has no effect.
 *
 * @param name the name of the alert, as published and as in runbooks
 * @param meter the name of the meters
 * @param subjectTag the tag whose value is the subject of the alert; each subject is evaluated separately
 * @param subjects the subjects to which the rule is limited; empty for all subjects
 * @param isRate true if the meter is a counter whose increase per second is compared, false for its value
 * @param unit the unit of the compared value
 */
public record AlertRule(
        String name,
        String meter,
        String subjectTag,
        Set<String> subjects,
        boolean isRate,
        String unit,
        Thresholds thresholds) {
    public AlertRule {
        subjects = Set.copyOf(subjects);
    }

    /**
     * When an alert is raised and cleared.
     *
     * @param raiseAt the alert is raised after the value was at least this for {@code raiseAfter}
     * @param clearAt the alert is cleared after the value was at most this for {@code clearAfter}; below {@code raiseAt}
     */
    public record Thresholds(double raiseAt, double clearAt, Duration raiseAfter, Duration clearAfter) {
        private static final Duration RAISE_AFTER = Duration.ofSeconds(2);
        private static final Duration CLEAR_AFTER = Duration.ofSeconds(5);

        public Thresholds {
            if (!(clearAt < raiseAt)) {
                throw new IllegalArgumentException(
                        "An alert is cleared at %s, which must be below %s, where it is raised"
                                .formatted(clearAt, raiseAt));
            }
        }

        /** Raises after 2 seconds and clears after 5. */
        public static Thresholds of(double raiseAt, double clearAt) {
            return new Thresholds(raiseAt, clearAt, RAISE_AFTER, CLEAR_AFTER);
        }

        /** Raises at the first occurrence, and clears 5 seconds after the last one. */
        public static Thresholds anyOccurrence() {
            return new Thresholds(Double.MIN_VALUE, 0, Duration.ZERO, CLEAR_AFTER);
        }

        /** Raises with another delay. */
        public Thresholds raisedAfter(Duration delay) {
            return new Thresholds(raiseAt, clearAt, delay, clearAfter);
        }

        /** Clears with another delay. */
        public Thresholds clearedAfter(Duration delay) {
            return new Thresholds(raiseAt, clearAt, raiseAfter, delay);
        }
    }

    /** A rule for the increase per second of counters. */
    public static AlertRule ofRate(String name, String meter, String subjectTag, String unit, Thresholds thresholds) {
        return new AlertRule(name, meter, subjectTag, Set.of(), true, unit, thresholds);
    }

    /** A rule for the value of gauges. */
    public static AlertRule ofValue(String name, String meter, String subjectTag, String unit, Thresholds thresholds) {
        return new AlertRule(name, meter, subjectTag, Set.of(), false, unit, thresholds);
    }

    /** The same rule, limited to these subjects. */
    public AlertRule forSubjects(String... limited) {
        return new AlertRule(name, meter, subjectTag, Set.of(limited), isRate, unit, thresholds);
    }

    /** Whether both rules have the same name and a subject in common. Their alerts would contradict each other. */
    boolean overlaps(AlertRule other) {
        return name.equals(other.name)
                && (subjects.isEmpty()
                        || other.subjects.isEmpty()
                        || subjects.stream().anyMatch(other.subjects::contains));
    }

    /**
     * Returns the current value of each subject. If several meters have the same subject, counts are added up, and of
     * other values the greatest is taken, such as the lag of a client's topics.
     */
    Map<String, Double> measure(MeterRegistry meters) {
        Map<String, Double> values = new HashMap<>();
        for (Meter found : meters.find(meter).meters()) {
            String tag = found.getId().getTag(subjectTag);
            String subject = tag == null ? "" : tag;
            if (subjects.isEmpty() || subjects.contains(subject)) {
                values.merge(subject, valueOf(found), isRate ? Double::sum : AlertRule::greater);
            }
        }
        return values;
    }

    private static double greater(double one, double other) {
        return Double.isNaN(one) ? other : Double.isNaN(other) ? one : Math.max(one, other);
    }

    private static double valueOf(Meter meter) {
        for (Measurement measurement : meter.measure()) {
            return measurement.getValue();
        }
        return Double.NaN;
    }
}
