package dev.firstcome.coupon.intake;

import dev.firstcome.coupon.campaign.Campaign;
import dev.firstcome.coupon.campaign.Campaigns;
import dev.firstcome.coupon.fold.CouponIds;
import dev.firstcome.coupon.fold.FoldUnavailable;
import dev.firstcome.coupon.fold.FoldView;
import dev.firstcome.coupon.fold.Outcome;
import dev.firstcome.coupon.issuing.Results;
import dev.firstcome.coupon.log.Position;
import dev.firstcome.coupon.progress.PublishedFold;
import dev.firstcome.coupon.progress.Watermarks;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Service;

/** Says where requests stand. An outcome is told only when it is published, and so never taken back. */
@Service
public final class RequestStandings {
    private final Campaigns campaigns;
    private final RequestIds requestIds;
    private final PublishedFold fold;
    private final Watermarks watermarks;

    RequestStandings(Campaigns campaigns, RequestIds requestIds, PublishedFold fold, Watermarks watermarks) {
        this.campaigns = campaigns;
        this.requestIds = requestIds;
        this.fold = fold;
        this.watermarks = watermarks;
    }

    /**
     * Empty if there is no such request of this user in this campaign.
     *
     * @throws FoldUnavailable if it cannot be said now
     */
    public Optional<RequestStanding> of(UUID campaignId, String requestId, UUID userId) {
        Optional<Position> place = requestIds.read(requestId, campaignId, userId);
        Optional<Campaign> campaign = place.isEmpty() ? Optional.empty() : campaigns.find(campaignId);
        return campaign.isEmpty() ? Optional.empty() : Optional.of(standing(campaignId, place.get(), userId));
    }

    private RequestStanding standing(UUID campaignId, Position place, UUID userId) {
        FoldView.At view = fold.look(place.partition(), place.offset(), campaignId, null);
        Outcome outcome = view.outcome();
        if (outcome != null) {
            fold.awaitPublished(place.partition(), place.offset());
            return terminal(campaignId, userId, outcome);
        }
        if (view.applied() >= place.offset()) {
            throw new FoldUnavailable("the outcome of %s is not in the state".formatted(place));
        }
        return new RequestStanding.Waiting(
                Place.of(place.offset(), view.applied(), watermarks.ratePerSecond(place.partition())));
    }

    private static RequestStanding terminal(UUID campaignId, UUID userId, Outcome outcome) {
        if (outcome.code() == Outcome.Code.ISSUED) {
            return new RequestStanding.Issued(
                    CouponIds.requested(campaignId, outcome.sequence(), userId), outcome.sequence());
        }
        UUID couponId = outcome.sequence() == 0 ? null : CouponIds.requested(campaignId, outcome.sequence(), userId);
        return new RequestStanding.Rejected(Results.reason(outcome.code()), couponId);
    }
}
