package dev.firstcome.e2e.verifier;

import java.util.List;

/**
 * The result of checking one invariant.
 *
 * @param itemsChecked the number of compared facts; a check of 0 facts proves nothing
 * @param samples facts that contradict the invariant, at most {@link #SAMPLES_MAX}
 */
public record Verdict(Invariant invariant, Finding finding, long itemsChecked, List<String> samples) {
    public static final int SAMPLES_MAX = 20;

    /** The only sample of a check that compared no facts. */
    static final String NO_ITEMS = "no items were checked";

    /** The possible results. UNKNOWN fails the run as well. */
    public enum Finding {
        VALID,
        INVALID,
        UNKNOWN
    }

    public String id() {
        return invariant.name();
    }

    /** Returns whether a fact contradicts the invariant; false if the check only lacked items. */
    public boolean contradicted() {
        return finding == Finding.INVALID && !samples.equals(List.of(NO_ITEMS));
    }

    public boolean valid() {
        return finding == Finding.VALID;
    }
}
