package dev.firstcome.coupon.intake;

import dev.firstcome.coupon.campaign.Campaign;
import dev.firstcome.coupon.campaign.PurgedCampaigns;
import dev.firstcome.coupon.hashing.CouponIds;
import dev.firstcome.coupon.partitionstate.PartitionStateUnavailableException;
import dev.firstcome.coupon.partitionstate.StateView;
import dev.firstcome.coupon.progress.PublishedState;
import dev.firstcome.coupon.wallet.Coupon;
import dev.firstcome.coupon.wallet.Coupons;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Reads the coupon of a user from the partition state, or from the wallet after the campaign is purged. */
@Component
final class PublishedCouponReader {
    private final PurgedCampaigns purged;
    private final PublishedState state;
    private final Coupons coupons;

    PublishedCouponReader(PurgedCampaigns purged, PublishedState state, Coupons coupons) {
        this.purged = purged;
        this.state = state;
        this.coupons = coupons;
    }

    /**
     * Returns the coupon of the user, once its result is published; null if the user has none.
     *
     * @throws PartitionStateUnavailableException if the coupon of the user is unavailable
     */
    @Nullable
    UUID find(Campaign campaign, UUID userId) {
        if (purged.isKnown(campaign)) {
            return coupons.findFirst(campaign.id(), userId).map(Coupon::id).orElse(null);
        }
        StateView.At view = state.read(campaign.partition(), -1, campaign.id(), userId);
        StateView.Holder holder = view.holder();
        StateView.CampaignView campaignState = view.campaign();
        if (holder == null || campaignState == null) {
            return null;
        }
        // The coupon of a deferred request was decided by a later record, at the latest by the last of these.
        long decided = campaignState.fanOuts().isEmpty()
                ? holder.offset()
                : campaignState.fanOuts().getLast();
        state.awaitPublished(campaign.partition(), Math.max(holder.offset(), decided));
        return CouponIds.requested(campaign.id(), holder.sequence(), userId);
    }
}
