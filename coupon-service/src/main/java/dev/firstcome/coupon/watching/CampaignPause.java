package dev.firstcome.coupon.watching;

import dev.firstcome.contracts.coupon.IssuingPaused;
import dev.firstcome.contracts.platform.SignSeen;
import dev.firstcome.coupon.campaign.Campaign;
import dev.firstcome.coupon.campaign.CampaignStandings;
import dev.firstcome.coupon.campaign.CampaignState;
import dev.firstcome.coupon.campaign.Campaigns;
import dev.firstcome.coupon.log.RequestLog;
import dev.firstcome.platform.audit.AuditNote;
import dev.firstcome.platform.audit.AuditTrail;
import dev.firstcome.platform.signs.SignListener;
import dev.firstcome.platform.switches.AutoPause;
import dev.firstcome.platform.switches.Switch;
import dev.firstcome.platform.switches.Switches;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Pauses the campaign that breaks an invariant, or that a sign is about, where the switch {@code coupons.autopause} says so.
 * The command's id follows from what was seen, so several processes that see the same pause once. It never resumes: whoever
 * was held is served when an operator has looked.
 */
@Component
public final class CampaignPause implements InvariantLedger.BreachListener, SignListener {
    private static final Logger log = LoggerFactory.getLogger(CampaignPause.class);
    private static final String ACTOR = "coupon-service";
    private static final Set<String> OF_CAMPAIGNS = Set.of("coupon.undecided", "coupon.duplicates", "coupon.failures");
    private static final Set<CampaignState> FIT = Set.of(CampaignState.OPEN, CampaignState.SOLD_OUT);
    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final int TRIES = 120;

    private final Campaigns campaigns;
    private final CampaignStandings standings;
    private final RequestLog requests;
    private final Switches switches;
    private final AuditTrail trail;

    CampaignPause(
            Campaigns campaigns,
            CampaignStandings standings,
            RequestLog requests,
            Switches switches,
            AuditTrail trail) {
        this.campaigns = campaigns;
        this.standings = standings;
        this.requests = requests;
        this.switches = switches;
        this.trail = trail;
    }

    /** Why a campaign is to be paused, and under which id. */
    private record Cause(UUID campaignId, String commandId, String reason) {}

    @Override
    public void broken(Breach breach) {
        String first = breach.witnesses().isEmpty() ? "" : breach.witnesses().getFirst();
        Cause cause = new Cause(
                breach.campaignId(),
                "AUTOPAUSE:%s:%s".formatted(breach.invariant(), Integer.toHexString(first.hashCode())),
                "%s, %s: %s".formatted(breach.invariant(), breach.invariant().sentence(), first));
        start(cause, switches.get(Switch.COUPONS_AUTOPAUSE) != AutoPause.OFF);
    }

    @Override
    public void raised(SignSeen sign) {
        if (OF_CAMPAIGNS.contains(sign.sign())) {
            Cause cause = new Cause(
                    UUID.fromString(sign.subject()),
                    "AUTOPAUSE:%s:%d".formatted(sign.sign(), sign.since().toEpochMilli()),
                    "sign %s: %s %s".formatted(sign.sign(), sign.value(), sign.unit()));
            start(cause, switches.get(Switch.COUPONS_AUTOPAUSE) == AutoPause.ANOMALIES);
        }
    }

    private void start(Cause cause, boolean isAllowed) {
        if (!isAllowed) {
            log.warn("campaign {} is not paused, as the switch says: {}", cause.campaignId(), cause.reason());
            return;
        }
        Thread.ofVirtual().name("coupon-autopause").start(() -> pause(cause));
    }

    private void pause(Cause cause) {
        for (int left = TRIES; left > 0; left--) {
            try {
                if (trail.hasRoom()) {
                    write(cause, tried(cause));
                    return;
                }
            } catch (RuntimeException away) { // the log, Redis or a database: the same command, a second later
                log.warn("campaign {} is not paused yet: {}", cause.campaignId(), away.toString());
            }
            LockSupport.parkNanos(RETRY.toNanos());
        }
        log.error("campaign {} could not be paused: {}", cause.campaignId(), cause.reason());
        write(cause, "FAILED");
    }

    /** What became of it. A campaign that is paused stays as the operator announced it. */
    private String tried(Cause cause) {
        Campaign campaign = campaigns.find(cause.campaignId()).orElse(null);
        if (campaign == null) {
            return "UNKNOWN";
        }
        CampaignState state = standings.nowOrLast(campaign).state();
        if (!FIT.contains(state)) {
            return state.name();
        }
        requests.append(campaign.partition(), new IssuingPaused(campaign.id(), cause.commandId(), null));
        log.warn("campaign {} is paused: {}", campaign.id(), cause.reason());
        return "DONE";
    }

    private void write(Cause cause, String outcome) {
        if (trail.hasRoom()) {
            trail.write(AuditNote.of(ACTOR, "PAUSE /ops/campaigns/" + cause.campaignId() + "/pause", outcome)
                    .because(cause.reason())
                    .changing(null, cause.commandId()));
        }
    }
}
