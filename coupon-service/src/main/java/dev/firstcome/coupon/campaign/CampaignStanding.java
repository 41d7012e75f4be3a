package dev.firstcome.coupon.campaign;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What has become of a campaign.
 *
 * @param stock coupons that it has to give, with what was added
 * @param remaining of these not issued yet
 * @param held requests that wait for a resume
 * @param resumesAt when a paused campaign is expected to go on; null: not said
 * @param seed of its draw, once it is revealed
 */
public record CampaignStanding(
        CampaignState state,
        long stock,
        long remaining,
        long held,
        @Nullable Instant resumesAt,
        @Nullable String seed) {
    /** Of one that was just made. */
    public static CampaignStanding scheduled(long stock) {
        return new CampaignStanding(CampaignState.SCHEDULED, stock, stock, 0, null, null);
    }

    /** Of one that the state has forgotten: it is over, and nothing is left; what was added to its stock is not known. */
    public static CampaignStanding forgotten(Campaign campaign) {
        return new CampaignStanding(CampaignState.CLOSED, campaign.terms().stock(), 0, 0, null, null);
    }
}
