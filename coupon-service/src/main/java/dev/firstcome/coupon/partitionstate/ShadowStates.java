package dev.firstcome.coupon.partitionstate;

import java.util.OptionalLong;

/**
 * Shadow states of partitions. A shadow is built beside the live state, from the same log and by the same scripts. A
 * partition has at most one shadow. Only its builder reads it until it replaces the live state.
 */
public interface ShadowStates {
    /** Returns the store of the shadow states. Each shadow has an epoch of its own. */
    PartitionStateStore store();

    /** Returns the live epoch; empty if there is no state. */
    OptionalLong liveEpoch(int partition);

    /**
     * Replaces the live state by the shadow, atomically, if both have the same position. The call is idempotent.
     *
     * @return whether the shadow is live now
     */
    boolean activate(int partition, long liveEpoch, long shadowEpoch);

    /** Deletes the shadow, if there is one, and the states of all epochs before the live epoch. */
    void discard(int partition);

    /** Returns the packed outcomes of a block of {@link Outcome#BLOCK} offsets; shorter if the block is incomplete. */
    byte[] outcomes(int partition, long epoch, long block);

    /**
     * Compares the live state with the shadow, key by key, while both may apply records. Differences must be confirmed
     * when both have the same position.
     *
     * @param differencesMax the number of differences after which the comparison stops
     */
    StateComparison compare(int partition, long liveEpoch, long shadowEpoch, int differencesMax);
}
