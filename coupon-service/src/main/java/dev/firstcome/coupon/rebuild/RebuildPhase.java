package dev.firstcome.coupon.rebuild;

/** What a rebuild is at, in this order. */
public enum RebuildPhase {
    /** It waits for the process that issues the partition. */
    WAITING,
    /** The log is folded into the shadow. */
    FOLDING,
    /** What users were told is compared with it. */
    COMPARING_RESULTS,
    /** The wallets are compared with it. */
    COMPARING_WALLETS,
    /** The live state is compared with it, and it takes that one's place if it shall. */
    COMPARING_STATE
}
