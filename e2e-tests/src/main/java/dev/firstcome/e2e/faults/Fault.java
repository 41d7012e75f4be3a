package dev.firstcome.e2e.faults;

import dev.firstcome.e2e.faults.FaultSpec.OfProcess;
import java.time.Duration;

/**
 * A fault of a timeline: injected at one time and healed after its duration.
 *
 * @param at the time since the start of the timeline, in whole milliseconds
 * @param duration in whole milliseconds
 */
public record Fault(Duration at, Duration duration, FaultSpec spec) {
    public Fault {
        if (at.isNegative() || !duration.isPositive() || !isWholeMillis(at) || !isWholeMillis(duration)) {
            throw new IllegalArgumentException("Invalid fault times: at " + at + " for " + duration);
        }
    }

    Duration healedAt() {
        return at.plus(duration);
    }

    /** Returns whether both affect one process at overlapping times, so that they could not be healed in order. */
    boolean collidesWith(Fault other) {
        return spec instanceof OfProcess own
                && other.spec instanceof OfProcess others
                && own.process().equals(others.process())
                && at.compareTo(other.healedAt()) <= 0
                && other.at.compareTo(healedAt()) <= 0;
    }

    private static boolean isWholeMillis(Duration time) {
        return time.equals(Duration.ofMillis(time.toMillis()));
    }
}
