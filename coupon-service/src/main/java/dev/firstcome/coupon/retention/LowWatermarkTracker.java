package dev.firstcome.coupon.retention;

import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Tracks the low watermark of a partition: the offset where a rebuild of the state may start. It never decreases, never
 * exceeds the published offset, and never passes a record that a campaign needs unless the campaign is purged.
 *
 * <p>A campaign counts as purged only when its purge record is published and no other component retains that record. A
 * state rebuilt above the first record of a purged campaign decides PURGED for its other records, so their proofs
 * would change. Thread-safe.
 */
public final class LowWatermarkTracker {
    private final LongSupplier retainedFrom;
    private LowWatermark current = new LowWatermark(0, 0);
    private @Nullable RetentionRequirements candidate;

    /** @param retainedFrom the first offset whose decisions must be reproducible; queried at each advance */
    LowWatermarkTracker(LongSupplier retainedFrom) {
        this.retainedFrom = retainedFrom;
    }

    synchronized void reset(LowWatermark known) {
        current = known;
        candidate = null;
    }

    /** Proposes a new low watermark. A pending candidate is kept until it takes effect. */
    synchronized void propose(RetentionRequirements needs) {
        if (candidate == null && needs.lowWatermark().offset() > current.offset()) {
            candidate = needs;
        }
    }

    /** Returns the low watermark to publish together with this published offset. */
    public synchronized LowWatermark at(long published) {
        RetentionRequirements next = candidate;
        if (next != null && next.applied() <= published && next.applied() < retainedFrom.getAsLong()) {
            current = next.lowWatermark();
            candidate = null;
        }
        return current;
    }
}
