package dev.firstcome.e2e.verifier;

import java.util.List;

/**
 * Whether an invariant held.
 *
 * @param itemsLookedAt how many facts were compared; where it is 0 nothing is shown
 * @param witnesses what contradicts it, at most {@link #WITNESSES_MAX} of all that does
 */
public record Verdict(Invariant invariant, Finding finding, long itemsLookedAt, List<String> witnesses) {
    public static final int WITNESSES_MAX = 20;

    /** The witness where nothing contradicts, and nothing shows that it held. */
    static final String NOTHING_SEEN = "nothing was looked at";

    /** The three answers; UNKNOWN is a failed run as well. */
    public enum Finding {
        VALID,
        INVALID,
        UNKNOWN
    }

    public String id() {
        return invariant.name();
    }

    /** Whether something contradicts it: unlike where there was only nothing to look at. */
    public boolean contradicted() {
        return finding == Finding.INVALID && !witnesses.equals(List.of(NOTHING_SEEN));
    }

    public boolean valid() {
        return finding == Finding.VALID;
    }
}
