package dev.firstcome.coupon.rebuild;

/** The phases of a rebuild, in order. */
public enum RebuildPhase {
    /** Waiting for the process that owns the partition. */
    WAITING,
    /** Folding the log into the shadow state. */
    FOLDING,
    /** Comparing the published results with the shadow state. */
    COMPARING_RESULTS,
    /** Comparing the wallets with the shadow state. */
    COMPARING_WALLETS,
    /** Comparing the live state with the shadow state, and replacing it with SWAP. */
    COMPARING_STATE
}
