package dev.firstcome.e2e.verifier;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects the findings about one invariant. A contradiction takes precedence over a doubt. */
final class InvariantCheck {
    private final Invariant invariant;
    private final List<String> contradictions = new ArrayList<>();
    private final List<String> doubts = new ArrayList<>();
    private long items;
    private long contradicted;

    InvariantCheck(Invariant invariant) {
        this.invariant = invariant;
    }

    void countItems(long count) {
        items += count;
    }

    void contradict(String sample, @Nullable Object... arguments) {
        contradicted++;
        if (contradictions.size() < Verdict.SAMPLES_MAX) {
            contradictions.add(sample.formatted(arguments));
        }
    }

    void doubt(String sample, @Nullable Object... arguments) {
        if (doubts.size() < Verdict.SAMPLES_MAX) {
            doubts.add(sample.formatted(arguments));
        }
    }

    /** Returns the verdict. A check without items is INVALID, unless {@code mayBeEmpty} is set. */
    Verdict verdict(boolean mayBeEmpty) {
        if (contradicted > 0) {
            if (contradicted > contradictions.size()) {
                String last = "and %d more".formatted(contradicted - contradictions.size() + 1);
                contradictions.set(contradictions.size() - 1, last);
            }
            return new Verdict(invariant, Verdict.Finding.INVALID, items, List.copyOf(contradictions));
        }
        if (!doubts.isEmpty()) {
            return new Verdict(invariant, Verdict.Finding.UNKNOWN, items, List.copyOf(doubts));
        }
        if (items == 0 && !mayBeEmpty) {
            return new Verdict(invariant, Verdict.Finding.INVALID, 0, List.of(Verdict.NO_ITEMS));
        }
        return new Verdict(invariant, Verdict.Finding.VALID, items, List.of());
    }
}
