package dev.firstcome.coupon.campaign.store;

import dev.firstcome.platform.ids.BucketedIds;
import jakarta.persistence.Embeddable;
import java.io.Serializable;
import java.util.UUID;

/** The primary key of a campaign row. */
@Embeddable
record CampaignKey(int bucket, UUID campaignId) implements Serializable {
    static CampaignKey of(UUID campaignId) {
        return new CampaignKey(BucketedIds.bucketOf(campaignId).number(), campaignId);
    }
}
