package dev.firstcome.e2e.faults;

import java.time.Duration;
import java.util.List;

/**
 * The parameters of a random timeline.
 *
 * @param specs the possible faults, all with equal probability
 * @param count the number of faults
 * @param within the latest start of a fault
 * @param shortest the minimum duration of a fault
 * @param longest the maximum duration of a fault
 */
public record FaultMenu(List<FaultSpec> specs, int count, Duration within, Duration shortest, Duration longest) {
    public FaultMenu {
        specs = List.copyOf(specs);
        if (specs.isEmpty() || count < 1 || shortest.compareTo(longest) > 0) {
            throw new IllegalArgumentException(
                    "Invalid fault menu: " + count + " faults of " + specs + " for " + shortest + " to " + longest);
        }
    }
}
