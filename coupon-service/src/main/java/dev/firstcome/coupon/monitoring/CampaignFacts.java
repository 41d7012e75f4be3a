package dev.firstcome.coupon.monitoring;

import java.util.Optional;
import java.util.UUID;

/** Provides the facts about a campaign that are not in the consumed records. */
@FunctionalInterface
public interface CampaignFacts {
    /** Empty if the facts are unavailable now. */
    Optional<Facts> of(UUID campaignId);

    /**
     * The current facts about a campaign.
     *
     * @param isDrawn whether a draw decides the order of the first requests
     * @param stock including all added stock
     * @param deferred requests that wait for a resume or a draw
     */
    record Facts(boolean isDrawn, int perUserLimit, long stock, long deferred) {}
}
