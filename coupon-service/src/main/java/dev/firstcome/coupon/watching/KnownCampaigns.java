package dev.firstcome.coupon.watching;

import dev.firstcome.contracts.coupon.CampaignMode;
import dev.firstcome.coupon.campaign.Campaign;
import dev.firstcome.coupon.campaign.CampaignStanding;
import dev.firstcome.coupon.campaign.CampaignStandings;
import dev.firstcome.coupon.campaign.Campaigns;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Asks the campaign's row and the published state. */
@Component
final class KnownCampaigns implements CampaignFacts {
    private static final Logger log = LoggerFactory.getLogger(KnownCampaigns.class);

    private final Campaigns campaigns;
    private final CampaignStandings standings;

    KnownCampaigns(Campaigns campaigns, CampaignStandings standings) {
        this.campaigns = campaigns;
        this.standings = standings;
    }

    @Override
    public Optional<Facts> of(UUID campaignId) {
        try {
            return campaigns.find(campaignId).map(this::facts);
        } catch (RuntimeException away) { // a database or Redis: whoever watches waits, and the watching goes on
            log.debug("nothing is known of campaign {} now", campaignId, away);
            return Optional.empty();
        }
    }

    private Facts facts(Campaign campaign) {
        CampaignStanding standing = standings.fresh(campaign);
        Campaign.Terms terms = campaign.terms();
        return new Facts(terms.mode() == CampaignMode.DRAW, terms.perUserLimit(), standing.stock(), standing.held());
    }
}
