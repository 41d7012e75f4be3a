package dev.firstcome.coupon.campaign;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The current status of a campaign.
 *
 * @param stock total number of coupons, including additions
 * @param remaining coupons that are not issued yet
 * @param deferred requests that wait for a resume
 * @param resumesAt expected resume time of a paused campaign; null if not specified
 * @param seed seed of the draw, once it is revealed
 */
public record CampaignStatus(
        CampaignState state,
        long stock,
        long remaining,
        long deferred,
        @Nullable Instant resumesAt,
        @Nullable String seed) {
    /** The status of a new campaign. */
    public static CampaignStatus scheduled(long stock) {
        return new CampaignStatus(CampaignState.SCHEDULED, stock, stock, 0, null, null);
    }

    /**
     * The status of a purged campaign: closed without remaining coupons. Additions to its stock are no longer known.
     */
    public static CampaignStatus purged(Campaign campaign) {
        return new CampaignStatus(CampaignState.CLOSED, campaign.terms().stock(), 0, 0, null, null);
    }
}
