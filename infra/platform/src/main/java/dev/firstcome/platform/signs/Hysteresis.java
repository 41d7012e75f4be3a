package dev.firstcome.platform.signs;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Decides when a measure is a sign: once it has been at its upper bound or above for a while, until it has been at its lower
 * bound or below for a while. Between the bounds it stays what it is, so it does not flutter. Not for several threads.
 */
final class Hysteresis {
    private final Bounds bounds;
    private boolean raised;
    private Instant since;
    private @Nullable Instant turning;

    /**
     * @param raiseAt a measure as great as this, for {@code raiseAfter}, raises the sign
     * @param clearAt one as small as this, for {@code clearAfter}, clears it; below {@code raiseAt}
     */
    record Bounds(double raiseAt, double clearAt, Duration raiseAfter, Duration clearAfter) {
        Bounds {
            if (!(clearAt < raiseAt)) {
                throw new IllegalArgumentException(clearAt + " is not below " + raiseAt);
            }
        }
    }

    Hysteresis(Bounds bounds, Instant now) {
        this.bounds = bounds;
        this.since = now;
    }

    /** Looks at the measure. A value that is no number says nothing and changes nothing. Returns whether the sign turned. */
    boolean look(double value, Instant now) {
        if (Double.isNaN(value)) {
            return false;
        }
        boolean wouldTurn = raised ? value <= bounds.clearAt() : value >= bounds.raiseAt();
        if (!wouldTurn) {
            turning = null;
            return false;
        }
        if (turning == null) {
            turning = now;
        }
        Duration needed = raised ? bounds.clearAfter() : bounds.raiseAfter();
        if (Duration.between(turning, now).compareTo(needed) < 0) {
            return false;
        }
        raised = !raised;
        since = now;
        turning = null;
        return true;
    }

    boolean raised() {
        return raised;
    }

    /** When it became what it is. */
    Instant since() {
        return since;
    }
}
