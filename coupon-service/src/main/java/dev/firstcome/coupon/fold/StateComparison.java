package dev.firstcome.coupon.fold;

import java.util.List;

/** Two states of a partition, compared once while they moved on. */
public interface StateComparison {
    /** What differs in the end. The offset is that of an outcome, and -1 of all else. */
    record Difference(String what, long offset) {}

    /** How many entries were compared. */
    long compared();

    /** Whether there was so much that differed that not all was looked at. */
    boolean isCutShort();

    /**
     * What still differs. Both states must stand at the same record, and stay there, while this looks again. Recorded outcomes
     * of campaigns that begin below the low watermark of the shadow and are purged are no difference.
     *
     * @param lowWatermark the offset below which outcomes may be truncated
     */
    List<Difference> settled(long lowWatermark);
}
