package dev.firstcome.coupon.intake;

import dev.firstcome.coupon.admission.Admissions;
import dev.firstcome.coupon.campaign.Campaign;
import dev.firstcome.coupon.campaign.CampaignStatus;
import dev.firstcome.coupon.campaign.CampaignStatusCache;
import dev.firstcome.coupon.campaign.Campaigns;
import dev.firstcome.coupon.partitionstate.PartitionStateUnavailableException;
import dev.firstcome.platform.tokens.Caller;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/**
 * Accepts coupon requests: appends admitted requests of open campaigns to the log and decides nothing. Requests whose
 * outcome is already certain (not open, sold out, closed) are answered without a record.
 */
@Service
public final class CouponIntake {
    private final IntakeSwitch intakeSwitch;
    private final Campaigns campaigns;
    private final Admissions admissions;
    private final CampaignStatusCache statuses;
    private final RequestAppender requests;
    private final PublishedCouponReader coupons;
    private final Clock clock;

    CouponIntake(
            IntakeSwitch intakeSwitch,
            Campaigns campaigns,
            Admissions admissions,
            CampaignStatusCache statuses,
            RequestAppender requests,
            PublishedCouponReader coupons,
            Clock clock) {
        this.intakeSwitch = intakeSwitch;
        this.campaigns = campaigns;
        this.admissions = admissions;
        this.statuses = statuses;
        this.requests = requests;
        this.coupons = coupons;
        this.clock = clock;
    }

    /** A coupon request of a user. {@code clientId} is the idempotency key of the client, or null. */
    public record Request(
            UUID campaignId,
            Caller caller,
            @Nullable String admission,
            @Nullable String clientId) {
        UUID userId() {
            return caller.userId();
        }
    }

    /**
     * @throws PartitionStateUnavailableException if the campaign status was never known, or the coupon of the user is
     *     unavailable
     */
    public IntakeResult submit(Request request) {
        Optional<IntakeResult.IntakeClosed> closed = intakeSwitch.closed();
        if (closed.isPresent()) {
            return closed.get();
        }
        Optional<Campaign> campaign = campaigns.find(request.campaignId());
        if (campaign.isEmpty()) {
            return new IntakeResult.UnknownCampaign();
        }
        Optional<UUID> admission = request.admission() == null
                ? Optional.empty()
                : admissions.verify(request.admission(), request.campaignId(), request.userId());
        if (admission.isEmpty()) {
            return new IntakeResult.NotAdmitted();
        }
        CampaignStatus status = statuses.currentOrLastKnown(campaign.get());
        return switch (status.state()) {
            case SCHEDULED ->
                campaign.get().terms().acceptsTickets(clock.instant())
                        ? requests.append(campaign.get(), request, admission.get())
                        : notOpen(campaign.get().terms());
            case SOLD_OUT -> new IntakeResult.SoldOut(coupons.find(campaign.get(), request.userId()));
            case CLOSED -> new IntakeResult.Closed(coupons.find(campaign.get(), request.userId()));
            case OPEN, PAUSED -> requests.append(campaign.get(), request, admission.get());
        };
    }

    private static IntakeResult notOpen(Campaign.Terms terms) {
        return new IntakeResult.NotOpen(terms.opensAt(), terms.drawFrom());
    }
}
