package dev.firstcome.coupon.issuercontrol;

import java.util.Set;

/** Gives other components access to the issuers of this process. */
public interface Issuers {
    /** Returns the assigned partitions whose issuer is running or paused. */
    Set<Integer> runningPartitions();

    /** Passes a task to the issuer of a partition. If the partition is not assigned to this process, it never runs. */
    void runBetweenBatches(int partition, BetweenBatchesTask task);
}
