package dev.firstcome.coupon.campaign.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.firstcome.contracts.coupon.CampaignMode;
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
        CampaignMode mode,
        @Nullable Instant drawFrom,
        Instant opensAt,
        Instant closesAt,
        CampaignState state,
        @Nullable Instant resumesAt,
        @Nullable DrawBody draw) {

    /** By which everybody can check the draw: the hash is told from the start, the seed when it is opened. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record DrawBody(String seedHash, @Nullable String seed) {}

    static CampaignBody of(Campaign campaign, CampaignStanding standing) {
        Campaign.Terms terms = campaign.terms();
        String seedHash = campaign.seedHash();
        return new CampaignBody(
                campaign.id(),
                terms.name(),
                terms.discount(),
                standing.stock(),
                standing.remaining(),
                terms.mode(),
                terms.drawFrom(),
                terms.opensAt(),
                terms.closesAt(),
                standing.state(),
                standing.resumesAt(),
                seedHash == null ? null : new DrawBody(seedHash, standing.seed()));
    }
}
