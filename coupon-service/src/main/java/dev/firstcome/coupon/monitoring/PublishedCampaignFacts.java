package dev.firstcome.coupon.monitoring;

import dev.firstcome.contracts.coupon.CampaignMode;
import dev.firstcome.coupon.campaign.Campaign;
import dev.firstcome.coupon.campaign.CampaignStatus;
import dev.firstcome.coupon.campaign.CampaignStatusCache;
import dev.firstcome.coupon.campaign.Campaigns;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Reads the facts from the campaign's row and the published state. */
@Component
final class PublishedCampaignFacts implements CampaignFacts {
    private static final Logger log = LoggerFactory.getLogger(PublishedCampaignFacts.class);

    private final Campaigns campaigns;
    private final CampaignStatusCache statusCache;

    PublishedCampaignFacts(Campaigns campaigns, CampaignStatusCache statusCache) {
        this.campaigns = campaigns;
        this.statusCache = statusCache;
    }

    @Override
    public Optional<Facts> of(UUID campaignId) {
        try {
            return campaigns.find(campaignId).map(this::facts);
        } catch (RuntimeException unavailable) { // a database or Redis failure must not stop the monitor
            log.debug("facts about campaign {} are unavailable", campaignId, unavailable);
            return Optional.empty();
        }
    }

    private Facts facts(Campaign campaign) {
        CampaignStatus status = statusCache.refresh(campaign);
        Campaign.Terms terms = campaign.terms();
        return new Facts(terms.mode() == CampaignMode.DRAW, terms.perUserLimit(), status.stock(), status.deferred());
    }
}
