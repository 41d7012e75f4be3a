package dev.firstcome.coupon.progress;

/** The progress of signing blocks of the log. Records that are not signed yet must be retained in log and state. */
public interface ProofProgress {
    /** Returns the first offset of the partition that is not in a signed block; 0 while unknown. It never decreases. */
    long firstUnsigned(int partition);
}
