package dev.firstcome.coupon.campaign.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.firstcome.contracts.coupon.CampaignMode;
import dev.firstcome.coupon.campaign.Campaign;
import dev.firstcome.coupon.campaign.CampaignState;
import dev.firstcome.coupon.campaign.CampaignStatus;
import dev.firstcome.coupon.campaign.Discount;
import dev.firstcome.coupon.issuercontrol.IssuingPause;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The JSON representation of a campaign.
 *
 * @param resumesAt expected resume time if the campaign or all issuing is paused
 * @param pauseReason reason for the pause of all issuing
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record CampaignBody(
        UUID campaignId,
        String name,
        Discount discount,
        long stock,
        long remaining,
        CampaignMode mode,
        @Nullable Instant drawFrom,
        Instant opensAt,
        Instant closesAt,
        CampaignState state,
        @Nullable Instant resumesAt,
        @Nullable String pauseReason,
        @Nullable DrawBody draw) {
    /** The public data to verify a draw: the hash from creation on, the seed after the draw has opened. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record DrawBody(String seedHash, @Nullable String seed) {}

    static CampaignBody of(Campaign campaign, CampaignStatus status) {
        return of(campaign, status, null);
    }

    /** @param pause the pause of all issuing; null if issuing is running */
    static CampaignBody of(Campaign campaign, CampaignStatus status, IssuingPause.@Nullable Pause pause) {
        Campaign.Terms terms = campaign.terms();
        String seedHash = campaign.seedHash();
        return new CampaignBody(
                campaign.id(),
                terms.name(),
                terms.discount(),
                status.stock(),
                status.remaining(),
                terms.mode(),
                terms.drawFrom(),
                terms.opensAt(),
                terms.closesAt(),
                status.state(),
                status.resumesAt() == null && pause != null ? pause.until() : status.resumesAt(),
                pause == null ? null : pause.reason(),
                seedHash == null ? null : new DrawBody(seedHash, status.seed()));
    }
}
