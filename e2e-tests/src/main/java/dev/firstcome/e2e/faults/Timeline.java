package dev.firstcome.e2e.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A schedule of faults in start order. {@link #parse(String)} reads the text of {@link #toString()}, so a printed
 * timeline can be replayed or edited.
 *
 * @param seed the seed that generated the timeline
 */
public record Timeline(long seed, List<Fault> faults) {
    private static final int ATTEMPTS_MAX = 1_000;

    public Timeline {
        faults = faults.stream().sorted(Comparator.comparing(Fault::at)).toList();
        for (int one = 0; one < faults.size(); one++) {
            for (int other = 0; other < one; other++) {
                if (faults.get(one).collidesWith(faults.get(other))) {
                    throw new IllegalArgumentException(
                            "Overlapping faults of one process: " + faults.get(one) + ", " + faults.get(other));
                }
            }
        }
    }

    /** Generates a timeline. The same seed and menu give the same timeline. */
    public static Timeline draw(long seed, FaultMenu menu) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Fault> faults = new ArrayList<>();
        for (int attempts = 0; faults.size() < menu.count(); attempts++) {
            if (attempts == ATTEMPTS_MAX) {
                throw new IllegalArgumentException(
                        "Cannot place " + menu.count() + " faults without overlap: " + menu.specs());
            }
            Fault drawn = new Fault(
                    Duration.ofMillis(random.nextLong(menu.within().toMillis() + 1)),
                    Duration.ofMillis(random.nextLong(
                            menu.shortest().toMillis(), menu.longest().toMillis() + 1)),
                    menu.specs().get(random.nextInt(menu.specs().size())));
            if (faults.stream().noneMatch(drawn::collidesWith)) {
                faults.add(drawn);
            }
        }
        return new Timeline(seed, faults);
    }

    /** @throws IllegalArgumentException if the text does not have the format of {@link #toString()} */
    public static Timeline parse(String text) {
        return TimelineText.parse(text);
    }

    /** Returns the time at which the last fault is healed. */
    public Duration length() {
        return faults.stream()
                .map(Fault::healedAt)
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
    }

    @Override
    public String toString() {
        return TimelineText.of(this);
    }
}
