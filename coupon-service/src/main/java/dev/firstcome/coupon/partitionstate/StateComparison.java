package dev.firstcome.coupon.partitionstate;

import java.util.List;

/** The comparison of two states of a partition, which may apply records during the comparison. */
public interface StateComparison {
    /** A difference of an entry. The offset is that of an outcome, or -1 for other entries. */
    record Difference(String what, long offset) {}

    /** Returns the number of compared entries. */
    long compared();

    /** Whether the comparison stopped because of too many differences. */
    boolean isTruncated();

    /**
     * Repeats the comparison of all differences and returns those that remain. Both states must have the same position
     * and must not apply records during the call. Recorded outcomes of purged campaigns that begin below the low
     * watermark of the shadow are not a difference.
     *
     * @param lowWatermark the offset below which outcomes may be truncated
     */
    List<Difference> confirmedDifferences(long lowWatermark);
}
