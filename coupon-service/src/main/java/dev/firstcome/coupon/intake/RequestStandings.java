package dev.firstcome.coupon.intake;

import dev.firstcome.coupon.campaign.Campaign;
import dev.firstcome.coupon.campaign.Campaigns;
import dev.firstcome.coupon.fold.FoldUnavailable;
import dev.firstcome.coupon.fold.FoldView;
import dev.firstcome.coupon.fold.Outcome;
import dev.firstcome.coupon.issuing.Results;
import dev.firstcome.coupon.log.Position;
import dev.firstcome.coupon.progress.PublishedFold;
import dev.firstcome.coupon.progress.Watermarks;
import java.time.Instant;
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
        return campaign.isEmpty() ? Optional.empty() : Optional.of(standing(campaign.get(), place.get(), userId));
    }

    private RequestStanding standing(Campaign campaign, Position place, UUID userId) {
        UUID campaignId = campaign.id();
        FoldView.At view = fold.look(place.partition(), place.offset(), campaignId, null);
        Outcome outcome = view.outcome();
        if (outcome != null && outcome.code() == Outcome.Code.HELD) {
            return held(outcome, campaignOf(view), campaign);
        }
        if (outcome != null) {
            int fanOut = outcome.fanOut();
            fold.awaitPublished(
                    place.partition(),
                    fanOut == 0 ? place.offset() : campaignOf(view).fanOut(fanOut));
            return terminal(campaignId, userId, outcome);
        }
        if (view.applied() >= place.offset()) {
            throw new FoldUnavailable("the outcome of %s is not in the state".formatted(place));
        }
        return new RequestStanding.Waiting(
                Place.of(place.offset(), view.applied(), watermarks.ratePerSecond(place.partition())));
    }

    private static FoldView.CampaignFold campaignOf(FoldView.At view) {
        FoldView.CampaignFold campaign = view.campaign();
        if (campaign == null) {
            throw new FoldUnavailable("the campaign is not in the state");
        }
        return campaign;
    }

    /** Its place is told at once: it can only come nearer. */
    private static RequestStanding held(Outcome outcome, FoldView.CampaignFold campaign, Campaign made) {
        if (campaign.phase() == FoldView.Phase.SCHEDULED) {
            return new RequestStanding.Held(null, made.terms().opensAt());
        }
        long before = Math.max(0, outcome.number() - campaign.served() - 1);
        long until = campaign.untilMillis();
        return new RequestStanding.Held(before, until == 0 ? null : Instant.ofEpochMilli(until));
    }

    private static RequestStanding terminal(UUID campaignId, UUID userId, Outcome outcome) {
        UUID couponId = Results.couponOf(outcome, campaignId, userId);
        return outcome.code() == Outcome.Code.ISSUED && couponId != null
                ? new RequestStanding.Issued(couponId, outcome.number())
                : new RequestStanding.Rejected(Results.reason(outcome.code()), couponId);
    }
}
