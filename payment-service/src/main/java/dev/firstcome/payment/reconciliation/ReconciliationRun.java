package dev.firstcome.payment.reconciliation;

import dev.firstcome.platform.ids.Bucket;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One reconciliation with the provider.
 *
 * @param scheduled whether the schedule started it, not an operator or a promotion
 * @param reason why the run failed. A failed run has repaired nothing; the next run starts over
 */
public record ReconciliationRun(
        UUID id,
        Window window,
        boolean scheduled,
        State state,
        Instant startedAt,
        @Nullable Instant endedAt,
        Totals totals,
        @Nullable String reason) {
    /** All runs are stored in this bucket, so that a unique index allows only one active run. */
    public static final Bucket BUCKET = new Bucket(0);

    /** State of the run. */
    public enum State {
        RUNNING,
        DONE,
        FAILED
    }

    /** The period of charges, captured payments and refunds that the run compares; {@code to} is exclusive. */
    public record Window(Instant from, Instant to) {}

    /**
     * The totals of a run.
     *
     * @param differences number of differences found
     * @param resolved number of open differences that no longer exist, and of differences repaired at once
     */
    public record Totals(int intentsSeen, int paymentsSeen, int differences, int resolved) {
        public static final Totals NONE = new Totals(0, 0, 0, 0);
    }
}
