package dev.firstcome.coupon.progress;

/** How far the log is proved. What is not proved yet must be kept, in the log and in the state. */
public interface ProofProgress {
    /** The partition's first offset that no signed block has; 0 while that is not known. It never falls. */
    long firstUnsigned(int partition);
}
