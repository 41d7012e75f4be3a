package dev.firstcome.coupon.intake;

import dev.firstcome.coupon.campaign.Campaign;
import dev.firstcome.coupon.campaign.CampaignStandings;
import dev.firstcome.coupon.campaign.Campaigns;
import dev.firstcome.coupon.fold.FoldUnavailable;
import dev.firstcome.coupon.fold.FoldView;
import dev.firstcome.coupon.fold.Offsets;
import dev.firstcome.coupon.fold.Outcome;
import dev.firstcome.coupon.issuing.IssuingHold;
import dev.firstcome.coupon.issuing.Results;
import dev.firstcome.coupon.log.Position;
import dev.firstcome.coupon.progress.PublishedFold;
import dev.firstcome.coupon.progress.Watermarks;
import dev.firstcome.coupon.wallet.Coupons;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** Says where requests stand. An outcome is told only when it is published, and so never taken back. */
@Service
public final class RequestStandings {
    private final Campaigns campaigns;
    private final CampaignStandings standings;
    private final RequestIds requestIds;
    private final PublishedFold fold;
    private final Watermarks watermarks;
    private final Coupons coupons;
    private final IssuingHold hold;

    RequestStandings(
            Campaigns campaigns,
            CampaignStandings standings,
            RequestIds requestIds,
            PublishedFold fold,
            Watermarks watermarks,
            Coupons coupons,
            IssuingHold hold) {
        this.campaigns = campaigns;
        this.standings = standings;
        this.requestIds = requestIds;
        this.fold = fold;
        this.watermarks = watermarks;
        this.coupons = coupons;
        this.hold = hold;
    }

    /** Empty if there is no such request of this user in this campaign. */
    public Optional<AskedRequest> find(UUID campaignId, String requestId, UUID userId) {
        return requestIds
                .read(requestId, campaignId, userId)
                .flatMap(
                        place -> campaigns.find(campaignId).map(campaign -> new AskedRequest(campaign, place, userId)));
    }

    /** @throws FoldUnavailable if it cannot be said now */
    public RequestStanding of(AskedRequest asked) {
        Position place = asked.place();
        FoldView.At view =
                fold.look(place.partition(), place.offset(), asked.campaign().id(), null);
        Outcome outcome = view.outcome(place.offset());
        if (view.campaign() != null && outcome != null && outcome.code() == Outcome.Code.REPEATED_OF_DEFERRED) {
            return of(first(asked, outcome.number()));
        }
        OptionalLong by = decidedBy(place, view);
        if (by.isPresent()) {
            fold.awaitPublished(place.partition(), by.getAsLong());
        }
        RequestStanding standing = of(asked, view);
        if (standing == null) {
            throw new FoldUnavailable("the outcome of %s is not in the state".formatted(place));
        }
        return standing;
    }

    /**
     * One moment of some requests of a campaign, read at once.
     *
     * @throws FoldUnavailable if it cannot be said now
     */
    FoldView.At look(Campaign campaign, Offsets offsets) {
        return fold.look(campaign.partition(), offsets, campaign.id(), null);
    }

    /** As it was in a moment in which it was asked for; null where that moment does not say, or not to users yet. */
    @Nullable
    RequestStanding of(AskedRequest asked, FoldView.At view) {
        Position place = asked.place();
        if (view.applied() < place.offset()) {
            return waiting(asked, view.applied());
        }
        FoldView.CampaignFold campaign = view.campaign();
        if (campaign == null) {
            return ofForgotten(asked);
        }
        Outcome outcome = view.outcome(place.offset());
        if (outcome != null && outcome.code() == Outcome.Code.HELD) {
            return held(asked.campaign(), outcome.number(), campaign);
        }
        if (outcome != null && outcome.code() == Outcome.Code.REPEATED_OF_DEFERRED) {
            AskedRequest first = first(asked, outcome.number());
            return of(first, look(first.campaign(), Offsets.only(first.place().offset())));
        }
        OptionalLong by = decidedBy(place, view);
        return outcome == null || by.isEmpty() || by.getAsLong() > watermarks.published(place.partition())
                ? null
                : terminal(asked.campaign().id(), asked.userId(), outcome);
    }

    /** The deferred request that this one repeats. It precedes this one, and is itself no repeat. */
    private AskedRequest first(AskedRequest repeat, long arrival) {
        int partition = repeat.place().partition();
        long offset = fold.deferredOffset(partition, repeat.campaign().id(), arrival);
        return new AskedRequest(repeat.campaign(), new Position(partition, offset), repeat.userId());
    }

    /** Offset of the record that decided the request for good; empty: none has, or it is not known. */
    private static OptionalLong decidedBy(Position place, FoldView.At view) {
        Outcome outcome = view.outcome(place.offset());
        FoldView.CampaignFold campaign = view.campaign();
        if (campaign == null || outcome == null || outcome.code() == Outcome.Code.HELD) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(outcome.fanOut() == 0 ? place.offset() : campaign.fanOut(outcome.fanOut()));
    }

    /**
     * Whoever has a request was in line of a campaign that the state knew; a state which has applied the request and does not
     * know the campaign has forgotten it. What it recorded of the request says nothing: it may have been made anew since.
     */
    private RequestStanding ofForgotten(AskedRequest asked) {
        Position place = asked.place();
        return coupons.ofRequest(asked.userId(), place.partition(), place.offset())
                .<RequestStanding>map(coupon -> new RequestStanding.Issued(coupon.id(), coupon.sequence()))
                .orElseGet(RequestStanding.Forgotten::new);
    }

    /** Of one that is not decided: its place, by the last offset that is. Needs no look at the state. */
    RequestStanding.Waiting waiting(AskedRequest asked, long decided) {
        Place place = Place.of(
                asked.place().offset(),
                decided,
                watermarks.ratePerSecond(asked.place().partition()));
        return new RequestStanding.Waiting(
                place,
                place.position() >= remaining(asked.campaign()),
                hold.now().orElse(null));
    }

    private long remaining(Campaign campaign) {
        try {
            return standings.nowOrLast(campaign).remaining();
        } catch (FoldUnavailable away) {
            return Long.MAX_VALUE; // nothing is known that anybody could be advised of
        }
    }

    /** The campaign as the state has it now; null if it has it not. */
    FoldView.@Nullable CampaignFold campaign(Campaign campaign) {
        return fold.look(campaign.partition(), -1, campaign.id(), null).campaign();
    }

    /** Its place is told at once: it can only come nearer. */
    static RequestStanding.Held held(Campaign made, long arrival, FoldView.CampaignFold campaign) {
        if (campaign.phase() == FoldView.Phase.SCHEDULED) {
            return new RequestStanding.Held(arrival, null, made.terms().opensAt());
        }
        long before = Math.max(0, arrival - campaign.served() - 1);
        long until = campaign.untilMillis();
        return new RequestStanding.Held(arrival, before, until == 0 ? null : Instant.ofEpochMilli(until));
    }

    private static RequestStanding terminal(UUID campaignId, UUID userId, Outcome outcome) {
        UUID couponId = Results.couponOf(outcome, campaignId, userId);
        boolean issued = outcome.code() == Outcome.Code.ISSUED || outcome.code() == Outcome.Code.REPEATED;
        return issued && couponId != null
                ? new RequestStanding.Issued(couponId, outcome.number())
                : new RequestStanding.Rejected(Results.reason(outcome.code()), couponId);
    }
}
