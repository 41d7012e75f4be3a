package dev.firstcome.coupon.fold;

import java.util.OptionalLong;

/**
 * States of partitions that are made beside the live ones, from the same log and by the same scripts, at most one for each
 * partition at a time. Nobody reads them but who makes them, until one takes the live state's place.
 */
public interface ShadowStates {
    /** The fold of the shadows: as that of the live states, each under its shadow's own epoch. */
    PartitionStateStore fold();

    /** The live epoch; empty where there is no state. */
    OptionalLong liveEpoch(int partition);

    /**
     * The shadow takes the live state's place, in one step, if both stand at the same record. May be called again.
     *
     * @return whether it is live now
     */
    boolean takeOver(int partition, long liveEpoch, long shadowEpoch);

    /** Removes the shadow, where there is one, and the states of epochs before the live one, which nobody returns to. */
    void discard(int partition);

    /** The outcomes that are recorded in a block of {@link Outcome#BLOCK} offsets; shorter where nothing more was. */
    byte[] outcomes(int partition, long epoch, long block);

    /**
     * Compares the live state with the shadow, key by key, while both may go on. What differs is looked at again when both
     * stand at the same record.
     *
     * @param differencesMax beyond so many it does not look further
     */
    StateComparison compare(int partition, long liveEpoch, long shadowEpoch, int differencesMax);
}
