package dev.firstcome.coupon.intake;

import dev.firstcome.contracts.coupon.log.IssueRequested;
import dev.firstcome.contracts.platform.SwitchChanged;
import dev.firstcome.coupon.admission.Admissions;
import dev.firstcome.coupon.campaign.Campaign;
import dev.firstcome.coupon.campaign.CampaignStatus;
import dev.firstcome.coupon.campaign.CampaignStatusCache;
import dev.firstcome.coupon.campaign.Campaigns;
import dev.firstcome.coupon.campaign.PurgedCampaigns;
import dev.firstcome.coupon.hashing.CouponIds;
import dev.firstcome.coupon.log.LogPosition;
import dev.firstcome.coupon.log.RequestLog;
import dev.firstcome.coupon.partitionstate.PartitionStateUnavailableException;
import dev.firstcome.coupon.partitionstate.StateView;
import dev.firstcome.coupon.progress.PublishedState;
import dev.firstcome.coupon.progress.Watermarks;
import dev.firstcome.coupon.receipt.Receipt;
import dev.firstcome.coupon.receipt.ReceiptSigner;
import dev.firstcome.coupon.wallet.Coupon;
import dev.firstcome.coupon.wallet.Coupons;
import dev.firstcome.platform.switches.Gate;
import dev.firstcome.platform.switches.Setting;
import dev.firstcome.platform.switches.Switch;
import dev.firstcome.platform.switches.Switches;
import dev.firstcome.platform.tokens.Caller;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/**
 * Accepts coupon requests: appends admitted requests of open campaigns to the log and decides nothing. Requests whose
 * outcome is already certain (not open, sold out, closed) are answered without a record.
 */
@Service
public final class CouponIntake {
    private static final int SALT_BYTES = 16;
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private final Campaigns campaigns;
    private final CampaignStatusCache statuses;
    private final PurgedCampaigns purged;
    private final Admissions admissions;
    private final RequestIds requestIds;
    private final RequestLog log;
    private final PublishedState state;
    private final Watermarks watermarks;
    private final IntakeProperties properties;
    private final Switches switches;
    private final Coupons coupons;
    private final ReceiptSigner receipts;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    /** By partition, the greatest offset that this process appended. */
    private final Map<Integer, Long> appended = new ConcurrentHashMap<>();

    CouponIntake(
            Campaigns campaigns,
            CampaignStatusCache statuses,
            PurgedCampaigns purged,
            Admissions admissions,
            RequestIds requestIds,
            RequestLog log,
            PublishedState state,
            Watermarks watermarks,
            IntakeProperties properties,
            Switches switches,
            Coupons coupons,
            ReceiptSigner receipts,
            Clock clock) {
        this.campaigns = campaigns;
        this.statuses = statuses;
        this.purged = purged;
        this.admissions = admissions;
        this.requestIds = requestIds;
        this.log = log;
        this.state = state;
        this.watermarks = watermarks;
        this.properties = properties;
        this.switches = switches;
        this.coupons = coupons;
        this.receipts = receipts;
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

    /** @throws PartitionStateUnavailableException if the campaign status was never known, or the coupon of the user is unavailable */
    public IntakeResult submit(Request request) {
        Optional<IntakeResult.IntakeClosed> closed = closed();
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
                        ? append(campaign.get(), request, admission.get())
                        : notOpen(campaign.get().terms());
            case SOLD_OUT -> new IntakeResult.SoldOut(couponOf(campaign.get(), request.userId()));
            case CLOSED -> new IntakeResult.Closed(couponOf(campaign.get(), request.userId()));
            case OPEN, PAUSED -> append(campaign.get(), request, admission.get());
        };
    }

    private static IntakeResult notOpen(Campaign.Terms terms) {
        return new IntakeResult.NotOpen(terms.opensAt(), terms.drawFrom());
    }

    /** Returns a result if an operator or an alert has closed the intake. Performs no I/O. */
    public Optional<IntakeResult.IntakeClosed> closed() {
        Setting<Gate> gate = switches.setting(Switch.COUPONS);
        SwitchChanged by = gate.by();
        return gate.value() == Gate.CLOSED && by != null
                ? Optional.of(new IntakeResult.IntakeClosed(by.reason(), by.until()))
                : Optional.empty();
    }

    private IntakeResult append(Campaign campaign, Request request, UUID admission) {
        int partition = campaign.partition();
        long lag = appended.getOrDefault(partition, 0L) - watermarks.published(partition);
        if (lag > properties.lagMax()) {
            return new IntakeResult.QueueFull();
        }
        IssueRequested record = new IssueRequested(
                campaign.id(),
                request.userId(),
                request.clientId() == null ? admission.toString() : request.clientId(),
                campaign.terms().segments().isEmpty()
                        ? List.of()
                        : request.caller().segments(),
                admission,
                salt(),
                clock.instant());
        LogPosition position = log.append(partition, record);
        appended.merge(partition, position.offset(), Math::max);
        return new IntakeResult.Accepted(
                requestIds.of(position, campaign.id(), request.userId()),
                QueuePosition.of(
                        position.offset(), watermarks.published(partition), watermarks.ratePerSecond(partition)),
                receipts.sign(receipt(position, record)).orElse(null));
    }

    private Receipt receipt(LogPosition position, IssueRequested record) {
        return new Receipt(
                position.partition(),
                position.offset(),
                record.campaignId(),
                record.userId(),
                record.intakeTime(),
                log.topicId(),
                record.salt());
    }

    /** Returns the coupon of the user, once its result is published. */
    private @Nullable UUID couponOf(Campaign campaign, UUID userId) {
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

    private String salt() {
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        return BASE64.encodeToString(salt);
    }
}
