package dev.firstcome.coupon.intake;

import dev.firstcome.coupon.campaign.Campaign;
import dev.firstcome.coupon.campaign.CampaignStatusCache;
import dev.firstcome.coupon.campaign.Campaigns;
import dev.firstcome.coupon.issuercontrol.IssuingPause;
import dev.firstcome.coupon.log.LogPosition;
import dev.firstcome.coupon.partitionstate.Outcome;
import dev.firstcome.coupon.partitionstate.OutcomeRange;
import dev.firstcome.coupon.partitionstate.PartitionStateUnavailableException;
import dev.firstcome.coupon.partitionstate.StateView;
import dev.firstcome.coupon.progress.PublishedState;
import dev.firstcome.coupon.progress.Watermarks;
import dev.firstcome.coupon.result.ResultMapper;
import dev.firstcome.coupon.wallet.Coupons;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** Determines the status of requests. Only published outcomes are returned, so a final status never changes. */
@Service
public final class RequestStatusService {
    private final Campaigns campaigns;
    private final CampaignStatusCache campaignStatuses;
    private final RequestIds requestIds;
    private final PublishedState state;
    private final Watermarks watermarks;
    private final Coupons coupons;
    private final IssuingPause pause;

    RequestStatusService(
            Campaigns campaigns,
            CampaignStatusCache campaignStatuses,
            RequestIds requestIds,
            PublishedState state,
            Watermarks watermarks,
            Coupons coupons,
            IssuingPause pause) {
        this.campaigns = campaigns;
        this.campaignStatuses = campaignStatuses;
        this.requestIds = requestIds;
        this.state = state;
        this.watermarks = watermarks;
        this.coupons = coupons;
        this.pause = pause;
    }

    /** Finds a request of this user in this campaign. */
    public Optional<QueuedRequest> find(UUID campaignId, String requestId, UUID userId) {
        return requestIds
                .read(requestId, campaignId, userId)
                .flatMap(position ->
                        campaigns.find(campaignId).map(campaign -> new QueuedRequest(campaign, position, userId)));
    }

    /** @throws PartitionStateUnavailableException if the status is currently unknown */
    public RequestStatus of(QueuedRequest request) {
        LogPosition position = request.position();
        StateView.At view = state.read(
                position.partition(), position.offset(), request.campaign().id(), null);
        Outcome outcome = view.outcome(position.offset());
        if (view.campaign() != null && outcome != null && outcome.code() == Outcome.Code.REPEATED_OF_DEFERRED) {
            return of(original(request, outcome.number()));
        }
        OptionalLong decidedAt = decidedAt(position, view);
        if (decidedAt.isPresent()) {
            state.awaitPublished(position.partition(), decidedAt.getAsLong());
        }
        RequestStatus status = of(request, view);
        if (status == null) {
            throw new PartitionStateUnavailableException("the state has no outcome for %s".formatted(position));
        }
        return status;
    }

    /**
     * Reads a consistent view of some requests of a campaign.
     *
     * @throws PartitionStateUnavailableException if the state is unavailable
     */
    StateView.At read(Campaign campaign, OutcomeRange offsets) {
        return state.read(campaign.partition(), offsets, campaign.id(), null);
    }

    /** Returns the status by a view that includes the request; null if the outcome is unknown or not published yet. */
    @Nullable
    RequestStatus of(QueuedRequest request, StateView.At view) {
        LogPosition position = request.position();
        if (view.applied() < position.offset()) {
            return waiting(request, view.applied());
        }
        StateView.CampaignView campaign = view.campaign();
        if (campaign == null) {
            return ofPurgedCampaign(request);
        }
        Outcome outcome = view.outcome(position.offset());
        if (outcome != null && outcome.code() == Outcome.Code.DEFERRED) {
            return deferred(request.campaign(), outcome.number(), campaign);
        }
        if (outcome != null && outcome.code() == Outcome.Code.REPEATED_OF_DEFERRED) {
            QueuedRequest original = original(request, outcome.number());
            return of(
                    original,
                    read(
                            original.campaign(),
                            OutcomeRange.of(original.position().offset())));
        }
        OptionalLong decidedAt = decidedAt(position, view);
        return outcome == null
                        || decidedAt.isEmpty()
                        || decidedAt.getAsLong() > watermarks.published(position.partition())
                ? null
                : terminal(request.campaign().id(), request.userId(), outcome);
    }

    /** Returns the deferred request that this one repeats. It precedes this one and is not itself a repeat. */
    private QueuedRequest original(QueuedRequest repeat, long arrival) {
        int partition = repeat.position().partition();
        long offset = state.deferredOffset(partition, repeat.campaign().id(), arrival);
        return new QueuedRequest(repeat.campaign(), new LogPosition(partition, offset), repeat.userId());
    }

    /** Returns the offset of the record with the final decision; empty if it is undecided or unknown. */
    private static OptionalLong decidedAt(LogPosition position, StateView.At view) {
        Outcome outcome = view.outcome(position.offset());
        StateView.CampaignView campaign = view.campaign();
        if (campaign == null || outcome == null || outcome.code() == Outcome.Code.DEFERRED) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(outcome.fanOut() == 0 ? position.offset() : campaign.fanOut(outcome.fanOut()));
    }

    /**
     * A request id exists only if the state knew the campaign. A state that has applied the request but lacks the
     * campaign has purged it. A recorded outcome of the request is ignored, because a rebuild may have changed it.
     */
    private RequestStatus ofPurgedCampaign(QueuedRequest request) {
        LogPosition position = request.position();
        return coupons.findByRequest(request.userId(), position.partition(), position.offset())
                .<RequestStatus>map(coupon -> new RequestStatus.Issued(coupon.id(), coupon.sequence()))
                .orElseGet(RequestStatus.Purged::new);
    }

    /** Returns the status of an undecided request, without reading the state of the request. */
    RequestStatus.Waiting waiting(QueuedRequest request, long decided) {
        QueuePosition position = QueuePosition.of(
                request.position().offset(),
                decided,
                watermarks.ratePerSecond(request.position().partition()));
        return new RequestStatus.Waiting(
                position,
                position.position() >= remaining(request.campaign()),
                pause.current().orElse(null));
    }

    private long remaining(Campaign campaign) {
        try {
            return campaignStatuses.currentOrLastKnown(campaign).remaining();
        } catch (PartitionStateUnavailableException unavailable) {
            return Long.MAX_VALUE; // unknown, so do not predict a sell-out
        }
    }

    /** Reads the campaign from the current state; null if the state does not contain it. */
    StateView.@Nullable CampaignView campaign(Campaign campaign) {
        return state.read(campaign.partition(), -1, campaign.id(), null).campaign();
    }

    /** Returns the status of a deferred request. Needs no published watermark, because the position only decreases. */
    static RequestStatus.Deferred deferred(Campaign campaign, long arrival, StateView.CampaignView campaignState) {
        if (campaignState.phase() == StateView.Phase.SCHEDULED) {
            return new RequestStatus.Deferred(arrival, null, campaign.terms().opensAt());
        }
        long before = Math.max(0, arrival - campaignState.served() - 1);
        long until = campaignState.untilMillis();
        return new RequestStatus.Deferred(arrival, before, until == 0 ? null : Instant.ofEpochMilli(until));
    }

    private static RequestStatus terminal(UUID campaignId, UUID userId, Outcome outcome) {
        UUID couponId = ResultMapper.couponOf(outcome, campaignId, userId);
        boolean issued = outcome.code() == Outcome.Code.ISSUED || outcome.code() == Outcome.Code.REPEATED;
        return issued && couponId != null
                ? new RequestStatus.Issued(couponId, outcome.number())
                : new RequestStatus.Rejected(ResultMapper.reason(outcome.code()), couponId);
    }
}
