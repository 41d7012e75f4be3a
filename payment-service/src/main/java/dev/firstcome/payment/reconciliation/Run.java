package dev.firstcome.payment.reconciliation;

import dev.firstcome.platform.ids.Bucket;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One comparison with the provider.
 *
 * @param scheduled whether nobody asked for it
 * @param reason why it failed: then it has put nothing right, and another one starts over
 */
public record Run(
        UUID id,
        Window window,
        boolean scheduled,
        State state,
        Instant startedAt,
        @Nullable Instant endedAt,
        Tally tally,
        @Nullable String reason) {
    /** All runs are here, so that there is one at a time. */
    public static final Bucket HOME = new Bucket(0);

    /** Where it stands. */
    public enum State {
        RUNNING,
        DONE,
        FAILED
    }

    /** What it looks at: charges made, payments charged and money given back from then until before then. */
    public record Window(Instant from, Instant to) {}

    /**
     * What it came to.
     *
     * @param differences that it found
     * @param resolved what was open and is no more, and what it found and put right at once
     */
    public record Tally(int intentsSeen, int paymentsSeen, int differences, int resolved) {
        public static final Tally NONE = new Tally(0, 0, 0, 0);
    }
}
