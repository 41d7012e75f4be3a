package dev.firstcome.coupon.retention;

import java.util.Optional;

/** Reads which part of the log a partition state requires, and truncates its recorded outcomes. */
public interface StateRetention {
    /** Returns the requirements of this epoch's state, read from the master; empty if there is no such state. */
    Optional<RetentionRequirements> requirements(int partition, long epoch);

    /**
     * Deletes blocks of recorded outcomes that are completely below this offset. A call deletes a bounded number of
     * blocks. The deleted outcomes must be published, and no recovery may start below the offset.
     */
    void truncateOutcomes(int partition, long epoch, long below);
}
