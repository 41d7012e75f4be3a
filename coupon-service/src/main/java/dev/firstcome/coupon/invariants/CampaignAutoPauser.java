package dev.firstcome.coupon.invariants;

import dev.firstcome.contracts.coupon.log.IssuingPaused;
import dev.firstcome.contracts.platform.AlertRaised;
import dev.firstcome.contracts.switches.CouponSwitches;
import dev.firstcome.coupon.campaign.Campaign;
import dev.firstcome.coupon.campaign.CampaignState;
import dev.firstcome.coupon.campaign.CampaignStatusCache;
import dev.firstcome.coupon.campaign.Campaigns;
import dev.firstcome.coupon.log.RequestLog;
import dev.firstcome.platform.alerts.AlertListener;
import dev.firstcome.platform.audit.AuditNote;
import dev.firstcome.platform.audit.AuditTrail;
import dev.firstcome.platform.switches.Switches;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Pauses a campaign that violates an invariant, or that an alert is about, if the switch {@code coupons.autopause}
 * allows it. The command id is derived from the cause, so concurrent processes pause the campaign once. Only an
 * operator resumes it.
 */
@Component
public final class CampaignAutoPauser implements InvariantLedger.BreachListener, AlertListener {
    private static final Logger log = LoggerFactory.getLogger(CampaignAutoPauser.class);
    private static final String ACTOR = "coupon-service";
    private static final Set<String> CAMPAIGN_ALERTS =
            Set.of("coupon.undecided", "coupon.duplicates", "coupon.failures");
    private static final Set<CampaignState> PAUSABLE = Set.of(CampaignState.OPEN, CampaignState.SOLD_OUT);
    private static final Duration RETRY_DELAY = Duration.ofSeconds(1);
    private static final int ATTEMPTS_MAX = 120;

    private final Campaigns campaigns;
    private final CampaignStatusCache statusCache;
    private final RequestLog requests;
    private final Switches switches;
    private final AuditTrail auditTrail;

    CampaignAutoPauser(
            Campaigns campaigns,
            CampaignStatusCache statusCache,
            RequestLog requests,
            Switches switches,
            AuditTrail auditTrail) {
        this.campaigns = campaigns;
        this.statusCache = statusCache;
        this.requests = requests;
        this.switches = switches;
        this.auditTrail = auditTrail;
    }

    /** The reason for a pause, and the id of its command. */
    private record Cause(UUID campaignId, String commandId, String reason) {}

    @Override
    public void onBreach(InvariantBreach breach) {
        String first = breach.samples().isEmpty() ? "" : breach.samples().getFirst();
        Cause cause = new Cause(
                breach.campaignId(),
                "AUTOPAUSE:%s:%s".formatted(breach.invariant(), Integer.toHexString(first.hashCode())),
                "%s, %s: %s".formatted(breach.invariant(), breach.invariant().sentence(), first));
        start(cause, switches.get(CouponSwitches.AUTO_PAUSE) != CouponSwitches.AutoPause.OFF);
    }

    @Override
    public void onRaised(AlertRaised alert) {
        if (CAMPAIGN_ALERTS.contains(alert.alert())) {
            Cause cause = new Cause(
                    UUID.fromString(alert.subject()),
                    "AUTOPAUSE:%s:%d".formatted(alert.alert(), alert.since().toEpochMilli()),
                    "alert %s: %s %s".formatted(alert.alert(), alert.value(), alert.unit()));
            start(cause, switches.get(CouponSwitches.AUTO_PAUSE) == CouponSwitches.AutoPause.ANOMALIES);
        }
    }

    private void start(Cause cause, boolean isAllowed) {
        if (!isAllowed) {
            log.warn(
                    "campaign {} is not paused, because coupons.autopause does not allow it: {}",
                    cause.campaignId(),
                    cause.reason());
            return;
        }
        Thread.ofVirtual().name("coupon-autopause").start(() -> pause(cause));
    }

    private void pause(Cause cause) {
        for (int attempts = ATTEMPTS_MAX; attempts > 0; attempts--) {
            try {
                if (auditTrail.hasRoom()) {
                    write(cause, appendPause(cause));
                    return;
                }
            } catch (RuntimeException unavailable) { // the log, Redis or a database; retried with the same command id
                log.warn("pause of campaign {} failed; it is retried: {}", cause.campaignId(), unavailable.toString());
            }
            LockSupport.parkNanos(RETRY_DELAY.toNanos());
        }
        log.error("campaign {} could not be paused: {}", cause.campaignId(), cause.reason());
        write(cause, "FAILED");
    }

    /** Returns the audited outcome. A campaign in any other state, such as paused by an operator, is left unchanged. */
    private String appendPause(Cause cause) {
        Campaign campaign = campaigns.find(cause.campaignId()).orElse(null);
        if (campaign == null) {
            return "UNKNOWN";
        }
        CampaignState state = statusCache.currentOrLastKnown(campaign).state();
        if (!PAUSABLE.contains(state)) {
            return state.name();
        }
        requests.append(campaign.partition(), new IssuingPaused(campaign.id(), cause.commandId(), null));
        log.warn("campaign {} is paused: {}", campaign.id(), cause.reason());
        return "DONE";
    }

    private void write(Cause cause, String outcome) {
        if (auditTrail.hasRoom()) {
            auditTrail.write(AuditNote.of(ACTOR, "PAUSE /ops/campaigns/" + cause.campaignId() + "/pause", outcome)
                    .because(cause.reason())
                    .changing(null, cause.commandId()));
        }
    }
}
