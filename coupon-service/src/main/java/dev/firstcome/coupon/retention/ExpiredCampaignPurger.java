package dev.firstcome.coupon.retention;

import dev.firstcome.contracts.coupon.log.CampaignPurged;
import dev.firstcome.coupon.log.RequestLog;
import dev.firstcome.coupon.partitionstate.PartitionStateUnavailableException;
import dev.firstcome.coupon.progress.DeferredDecisionProofs;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * Appends purge records for campaigns whose retention time has elapsed. Concurrent owners of a partition may append
 * duplicates, which have no effect.
 */
@Component
public final class ExpiredCampaignPurger {
    private static final int PURGES_PER_RUN_MAX = 20;

    private final RetentionProperties properties;
    private final RequestLog log;
    private final DeferredDecisionProofs proofs;

    public ExpiredCampaignPurger(RetentionProperties properties, RequestLog log, DeferredDecisionProofs proofs) {
        this.properties = properties;
        this.log = log;
        this.proofs = proofs;
    }

    /**
     * Purges expired campaigns whose closing record is published, because the state rejects other purges. Their
     * decisions on deferred requests must be in signed blocks, because proofs are built from the keys of the campaign.
     */
    void purge(int partition, RetentionRequirements needs, long published) {
        long expiredBefore = needs.timeMillis() - properties.purgeAfter().toMillis();
        List<CampaignPurged> purges = needs.ended().stream()
                .filter(ended -> ended.timeMillis() <= expiredBefore && ended.offset() <= published)
                .filter(ended -> isProved(partition, ended.campaignId()))
                .limit(PURGES_PER_RUN_MAX)
                .map(ended ->
                        new CampaignPurged(ended.campaignId(), UUID.randomUUID().toString(), published))
                .toList();
        if (!purges.isEmpty()) {
            log.append(partition, purges);
        }
    }

    private boolean isProved(int partition, UUID campaignId) {
        try {
            return proofs.areProved(partition, campaignId);
        } catch (PartitionStateUnavailableException unavailable) {
            return false; // the next run checks the campaign again
        }
    }
}
