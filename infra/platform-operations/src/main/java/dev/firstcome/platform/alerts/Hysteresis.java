package dev.firstcome.platform.alerts;

import dev.firstcome.platform.alerts.AlertRule.Thresholds;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Decides from a series of values whether an alert is raised. The alert is raised after the value was at or above the upper
 * threshold for a duration, and cleared after it was at or below the lower one for another duration. Between the thresholds
 * the state does not change, so the alert does not flap. Not thread-safe.
 */
final class Hysteresis {
    private final Thresholds thresholds;
    private boolean raised;
    private Instant since;
    private @Nullable Instant crossedAt;

    Hysteresis(Thresholds thresholds, Instant now) {
        this.thresholds = thresholds;
        this.since = now;
    }

    /** Applies the next value and returns whether the state changed. NaN is no value and changes nothing. */
    boolean update(double value, Instant now) {
        if (Double.isNaN(value)) {
            return false;
        }
        boolean crossed = raised ? value <= thresholds.clearAt() : value >= thresholds.raiseAt();
        if (!crossed) {
            crossedAt = null;
            return false;
        }
        if (crossedAt == null) {
            crossedAt = now;
        }
        Duration required = raised ? thresholds.clearAfter() : thresholds.raiseAfter();
        if (Duration.between(crossedAt, now).compareTo(required) < 0) {
            return false;
        }
        raised = !raised;
        since = now;
        crossedAt = null;
        return true;
    }

    boolean isRaised() {
        return raised;
    }

    /** The time of the last change of the state, or of the creation. */
    Instant since() {
        return since;
    }
}
