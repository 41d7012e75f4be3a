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
     * of campaigns that the shadow never knew, since they begin below its floor and are forgotten, are no difference.
     *
     * @param floor below which outcomes may be given up
     */
    List<Difference> settled(long floor);
}
