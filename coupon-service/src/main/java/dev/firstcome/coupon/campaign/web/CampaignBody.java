package dev.firstcome.coupon.campaign.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.firstcome.contracts.coupon.CampaignMode;
import dev.firstcome.coupon.campaign.Campaign;
import dev.firstcome.coupon.campaign.CampaignStanding;
import dev.firstcome.coupon.campaign.CampaignState;
import dev.firstcome.coupon.campaign.Discount;
import dev.firstcome.coupon.issuing.IssuingHold;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A campaign over HTTP.
 *
 * @param resumesAt when it is expected to go on, where it is paused or all issuing is held
 * @param heldBecause why all issuing is held
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
        @Nullable String heldBecause,
        @Nullable DrawBody draw) {

    /** By which everybody can check the draw: the hash is told from the start, the seed when it is opened. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record DrawBody(String seedHash, @Nullable String seed) {}

    static CampaignBody of(Campaign campaign, CampaignStanding standing) {
        return of(campaign, standing, null);
    }

    /** @param hold why nothing is decided for now, of all campaigns; null: it is */
    static CampaignBody of(Campaign campaign, CampaignStanding standing, IssuingHold.@Nullable Held hold) {
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
                standing.resumesAt() == null && hold != null ? hold.until() : standing.resumesAt(),
                hold == null ? null : hold.reason(),
                seedHash == null ? null : new DrawBody(seedHash, standing.seed()));
    }
}
