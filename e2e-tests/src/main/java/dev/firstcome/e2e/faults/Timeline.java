package dev.firstcome.e2e.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Faults in the order in which they begin. Its text, as {@link #toString()} gives it, can be read again by
 * {@link #parse(String)}, so what was printed can be replayed, and changed by hand.
 *
 * @param seed that it was drawn with
 */
public record Timeline(long seed, List<Fault> faults) {
    private static final int TRIES = 1_000;

    public Timeline {
        faults = faults.stream().sorted(Comparator.comparing(Fault::at)).toList();
        for (int one = 0; one < faults.size(); one++) {
            for (int other = 0; other < one; other++) {
                if (faults.get(one).collidesWith(faults.get(other))) {
                    throw new IllegalArgumentException(
                            "Two faults of one process at one time: " + faults.get(one) + ", " + faults.get(other));
                }
            }
        }
    }

    /** The same seed and menu give the same timeline. */
    public static Timeline draw(long seed, FaultMenu menu) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Fault> faults = new ArrayList<>();
        for (int tries = 0; faults.size() < menu.count(); tries++) {
            if (tries == TRIES) {
                throw new IllegalArgumentException(
                        "So many faults do not go beside each other: " + menu.count() + " of " + menu.breakages());
            }
            Fault drawn = new Fault(
                    Duration.ofMillis(random.nextLong(menu.within().toMillis() + 1)),
                    Duration.ofMillis(random.nextLong(
                            menu.shortest().toMillis(), menu.longest().toMillis() + 1)),
                    menu.breakages().get(random.nextInt(menu.breakages().size())));
            if (faults.stream().noneMatch(drawn::collidesWith)) {
                faults.add(drawn);
            }
        }
        return new Timeline(seed, faults);
    }

    /** @throws IllegalArgumentException if the text is not one that {@link #toString()} gives */
    public static Timeline parse(String text) {
        return TimelineText.parse(text);
    }

    /** When the last fault is healed. */
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
