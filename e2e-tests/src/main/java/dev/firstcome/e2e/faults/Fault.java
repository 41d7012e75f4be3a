package dev.firstcome.e2e.faults;

import dev.firstcome.e2e.faults.FaultSpec.OfPart;
import java.time.Duration;

/**
 * Something breaks, and is healed a while later.
 *
 * @param at from the beginning of the timeline, in whole milliseconds
 * @param lasts in whole milliseconds
 */
public record Fault(Duration at, Duration lasts, FaultSpec breakage) {
    public Fault {
        if (at.isNegative() || !lasts.isPositive() || !isWhole(at) || !isWhole(lasts)) {
            throw new IllegalArgumentException("No fault begins after " + at + " and lasts " + lasts);
        }
    }

    Duration healedAt() {
        return at.plus(lasts);
    }

    /** Whether both are of one process at one time: that cannot be told apart, or healed in order. */
    boolean collidesWith(Fault other) {
        return breakage instanceof OfPart mine
                && other.breakage instanceof OfPart its
                && mine.part().equals(its.part())
                && at.compareTo(other.healedAt()) <= 0
                && other.at.compareTo(healedAt()) <= 0;
    }

    private static boolean isWhole(Duration time) {
        return time.equals(Duration.ofMillis(time.toMillis()));
    }
}
