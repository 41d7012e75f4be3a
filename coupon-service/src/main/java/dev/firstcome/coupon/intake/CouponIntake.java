package dev.firstcome.coupon.intake;

import dev.firstcome.contracts.coupon.IssueRequested;
import dev.firstcome.contracts.platform.SwitchSet;
import dev.firstcome.coupon.campaign.Campaign;
import dev.firstcome.coupon.campaign.CampaignStanding;
import dev.firstcome.coupon.campaign.CampaignStandings;
import dev.firstcome.coupon.campaign.Campaigns;
import dev.firstcome.coupon.campaign.ForgottenCampaigns;
import dev.firstcome.coupon.fold.CouponIds;
import dev.firstcome.coupon.fold.FoldUnavailable;
import dev.firstcome.coupon.fold.FoldView;
import dev.firstcome.coupon.log.Position;
import dev.firstcome.coupon.log.RequestLog;
import dev.firstcome.coupon.progress.PublishedFold;
import dev.firstcome.coupon.progress.Watermarks;
import dev.firstcome.coupon.proof.Receipt;
import dev.firstcome.coupon.proof.Receipts;
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
 * Takes requests, unless the intake is closed: whoever is admitted to an open campaign gets a place in the log, and nothing is decided here. What is
 * certain without a record (not open, sold out, closed) is answered without one.
 */
@Service
public final class CouponIntake {
    private static final int SALT_BYTES = 16;
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private final Campaigns campaigns;
    private final CampaignStandings standings;
    private final ForgottenCampaigns forgotten;
    private final Admissions admissions;
    private final RequestIds requestIds;
    private final RequestLog log;
    private final PublishedFold fold;
    private final Watermarks watermarks;
    private final IntakeProperties properties;
    private final Switches switches;
    private final Coupons coupons;
    private final Receipts receipts;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    /** Per partition the greatest offset that this process was given. */
    private final Map<Integer, Long> appended = new ConcurrentHashMap<>();

    CouponIntake(
            Campaigns campaigns,
            CampaignStandings standings,
            ForgottenCampaigns forgotten,
            Admissions admissions,
            RequestIds requestIds,
            RequestLog log,
            PublishedFold fold,
            Watermarks watermarks,
            IntakeProperties properties,
            Switches switches,
            Coupons coupons,
            Receipts receipts,
            Clock clock) {
        this.campaigns = campaigns;
        this.standings = standings;
        this.forgotten = forgotten;
        this.admissions = admissions;
        this.requestIds = requestIds;
        this.log = log;
        this.fold = fold;
        this.watermarks = watermarks;
        this.properties = properties;
        this.switches = switches;
        this.coupons = coupons;
        this.receipts = receipts;
        this.clock = clock;
    }

    /** A user's wish for a coupon. {@code clientId} is the client's own name for it, or null. */
    public record Wish(
            UUID campaignId,
            Caller caller,
            @Nullable String admission,
            @Nullable String clientId) {
        UUID userId() {
            return caller.userId();
        }
    }

    /** @throws FoldUnavailable if nothing was ever known of the campaign's state, or the user's coupon is not known now */
    public IntakeAnswer request(Wish wish) {
        Optional<IntakeAnswer.Stopped> stopped = stopped();
        if (stopped.isPresent()) {
            return stopped.get();
        }
        Optional<Campaign> campaign = campaigns.find(wish.campaignId());
        if (campaign.isEmpty()) {
            return new IntakeAnswer.UnknownCampaign();
        }
        Optional<UUID> admission = wish.admission() == null
                ? Optional.empty()
                : admissions.verify(wish.admission(), wish.campaignId(), wish.userId());
        if (admission.isEmpty()) {
            return new IntakeAnswer.NotAdmitted();
        }
        CampaignStanding standing = standings.nowOrLast(campaign.get());
        return switch (standing.state()) {
            case SCHEDULED ->
                campaign.get().terms().takesTickets(clock.instant())
                        ? append(campaign.get(), wish, admission.get())
                        : notOpen(campaign.get().terms());
            case SOLD_OUT -> new IntakeAnswer.SoldOut(couponOf(campaign.get(), wish.userId()));
            case CLOSED -> new IntakeAnswer.Closed(couponOf(campaign.get(), wish.userId()));
            case OPEN, PAUSED -> append(campaign.get(), wish, admission.get());
        };
    }

    private static IntakeAnswer notOpen(Campaign.Terms terms) {
        return new IntakeAnswer.NotOpen(terms.opensAt(), terms.drawFrom());
    }

    /** Whether an operator or a sign has closed the intake. Needs nothing but this process's memory. */
    public Optional<IntakeAnswer.Stopped> stopped() {
        Setting<Gate> gate = switches.setting(Switch.COUPONS);
        SwitchSet by = gate.by();
        return gate.value() == Gate.CLOSED && by != null
                ? Optional.of(new IntakeAnswer.Stopped(by.reason(), by.until()))
                : Optional.empty();
    }

    private IntakeAnswer append(Campaign campaign, Wish wish, UUID admission) {
        int partition = campaign.partition();
        long waiting = appended.getOrDefault(partition, 0L) - watermarks.published(partition);
        if (waiting > properties.lagMax()) {
            return new IntakeAnswer.Full();
        }
        IssueRequested request = new IssueRequested(
                campaign.id(),
                wish.userId(),
                wish.clientId() == null ? admission.toString() : wish.clientId(),
                campaign.terms().segments().isEmpty()
                        ? List.of()
                        : wish.caller().segments(),
                admission,
                salt(),
                clock.instant());
        Position place = log.append(partition, request);
        appended.merge(partition, place.offset(), Math::max);
        return new IntakeAnswer.Accepted(
                requestIds.of(place, campaign.id(), wish.userId()),
                Place.of(place.offset(), watermarks.published(partition), watermarks.ratePerSecond(partition)),
                receipts.sign(receipt(place, request)).orElse(null));
    }

    private Receipt receipt(Position place, IssueRequested request) {
        return new Receipt(
                place.partition(),
                place.offset(),
                request.campaignId(),
                request.userId(),
                request.intakeTime(),
                log.topicId(),
                request.salt());
    }

    /** The coupon that the user has, told only once it is published. */
    private @Nullable UUID couponOf(Campaign campaign, UUID userId) {
        if (forgotten.isKnown(campaign)) {
            return coupons.firstOf(campaign.id(), userId).map(Coupon::id).orElse(null);
        }
        FoldView.At view = fold.look(campaign.partition(), -1, campaign.id(), userId);
        FoldView.Holder holder = view.holder();
        FoldView.CampaignFold known = view.campaign();
        if (holder == null || known == null) {
            return null;
        }
        // A held request's coupon was decided by a later record, which cannot be after the last of these.
        long decided =
                known.fanOuts().isEmpty() ? holder.offset() : known.fanOuts().getLast();
        fold.awaitPublished(campaign.partition(), Math.max(holder.offset(), decided));
        return CouponIds.requested(campaign.id(), holder.sequence(), userId);
    }

    private String salt() {
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        return BASE64.encodeToString(salt);
    }
}
