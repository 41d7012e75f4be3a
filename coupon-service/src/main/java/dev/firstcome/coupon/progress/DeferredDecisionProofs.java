package dev.firstcome.coupon.progress;

import dev.firstcome.coupon.partitionstate.PartitionStateUnavailableException;
import java.util.UUID;

/** Reports whether the decisions on deferred requests are covered by signed blocks. */
public interface DeferredDecisionProofs {
    /**
     * Whether all decisions of the campaign on deferred requests are in signed blocks. The keys of the campaign, from
     * which the proofs are built, are then no longer needed. True if there are no such decisions, or the campaign was
     * purged.
     *
     * @throws PartitionStateUnavailableException if the state is unavailable
     */
    boolean areProved(int partition, UUID campaignId);
}
