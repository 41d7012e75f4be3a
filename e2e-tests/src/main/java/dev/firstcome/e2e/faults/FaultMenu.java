package dev.firstcome.e2e.faults;

import java.time.Duration;
import java.util.List;

/**
 * What a timeline may be drawn from.
 *
 * @param breakages each as likely as the others
 * @param count how many faults
 * @param within all begin within this time
 * @param shortest and {@code longest}: how long each lasts
 */
public record FaultMenu(List<FaultSpec> breakages, int count, Duration within, Duration shortest, Duration longest) {
    public FaultMenu {
        breakages = List.copyOf(breakages);
        if (breakages.isEmpty() || count < 1 || shortest.compareTo(longest) > 0) {
            throw new IllegalArgumentException("Nothing can be drawn from " + breakages);
        }
    }
}
