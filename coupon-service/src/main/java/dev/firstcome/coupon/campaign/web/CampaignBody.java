package dev.firstcome.coupon.campaign.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.firstcome.coupon.campaign.Campaign;
import dev.firstcome.coupon.campaign.CampaignStanding;
import dev.firstcome.coupon.campaign.CampaignState;
import dev.firstcome.coupon.campaign.Discount;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A campaign over HTTP. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record CampaignBody(
        UUID campaignId,
        String name,
        Discount discount,
        long stock,
        long remaining,
        Instant opensAt,
        Instant closesAt,
        CampaignState state,
        @Nullable Instant resumesAt) {
    static CampaignBody of(Campaign campaign, CampaignStanding standing) {
        Campaign.Terms terms = campaign.terms();
        return new CampaignBody(
                campaign.id(),
                terms.name(),
                terms.discount(),
                standing.stock(),
                standing.remaining(),
                terms.opensAt(),
                terms.closesAt(),
                standing.state(),
                standing.resumesAt());
    }
}
