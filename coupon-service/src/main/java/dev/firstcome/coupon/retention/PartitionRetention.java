package dev.firstcome.coupon.retention;

import dev.firstcome.contracts.coupon.CampaignForgotten;
import dev.firstcome.contracts.coupon.IssueProgress;
import dev.firstcome.coupon.fold.Floor;
import dev.firstcome.coupon.fold.FoldNeeds;
import dev.firstcome.coupon.fold.FoldUnavailable;
import dev.firstcome.coupon.log.LogEntry;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * What the owner of a partition does so that its state and its log stay short: it has old campaigns forgotten, which is a
 * record like any other and may be written twice; it lets the floor rise; and it drops outcomes and records that lie below
 * the floor, once that is acknowledged. For the issuer's thread; {@link #floors} is for all.
 */
public final class PartitionRetention {
    private static final int FORGOTTEN_AT_ONCE = 20;

    private final int partition;
    private final RetentionParts parts;
    private final FloorKeeper floors = new FloorKeeper();

    private long epoch;
    private long caughtUpAt;
    private long lookAt;
    private long trimAt;

    public PartitionRetention(int partition, RetentionParts parts) {
        this.partition = partition;
        this.parts = parts;
        this.trimAt = nowAnd(parts.properties().trimEvery().toMillis());
        floors.keepFrom(() -> parts.proofs().firstUnsigned(partition));
    }

    public FloorKeeper floors() {
        return floors;
    }

    /** @param logEnd from where on the state is no longer history, in which old campaigns are forgotten once more */
    public void begin(long liveEpoch, Floor floor, long logEnd) {
        epoch = liveEpoch;
        floors.begin(floor);
        caughtUpAt = logEnd - 1;
        lookAt = 0;
    }

    /** Another state of the same records is live. */
    public void goOnIn(long liveEpoch) {
        epoch = liveEpoch;
        lookAt = 0;
    }

    /** Looks at once when a campaign was forgotten, since little else lets the floor rise. */
    public void applied(List<LogEntry> entries) {
        if (entries.stream().anyMatch(entry -> entry.record() instanceof CampaignForgotten)) {
            lookAt = 0;
        }
    }

    /** To be called often; looks now and then. */
    public void tend(long applied, long published) {
        long now = parts.clock().millis();
        if (now < lookAt) {
            return;
        }
        lookAt = now + parts.properties().lookEvery().toMillis();
        parts.fold().needs(partition, epoch).ifPresent(needs -> {
            floors.consider(needs);
            if (applied >= caughtUpAt) {
                forget(needs, published);
            }
        });
        IssueProgress acknowledged = parts.watermarks().of(partition);
        if (acknowledged != null) {
            parts.fold().drop(partition, epoch, acknowledged.floor());
            trim(acknowledged.floor(), now);
        }
    }

    /**
     * Those whose closing is published, since the fold refuses others, and of which a proof is in want of nothing any more: it
     * is made of what the campaign's own keys say of its fan-outs.
     */
    private void forget(FoldNeeds needs, long published) {
        long before = needs.timeMillis() - parts.properties().forgetAfter().toMillis();
        List<CampaignForgotten> old = needs.ended().stream()
                .filter(ended -> ended.timeMillis() <= before && ended.offset() <= published)
                .filter(ended -> isProved(ended.campaignId()))
                .limit(FORGOTTEN_AT_ONCE)
                .map(ended -> new CampaignForgotten(
                        ended.campaignId(), UUID.randomUUID().toString(), published))
                .toList();
        if (!old.isEmpty()) {
            parts.log().append(partition, old);
        }
    }

    private boolean isProved(UUID campaignId) {
        try {
            return parts.late().areProved(partition, campaignId);
        } catch (FoldUnavailable notNow) {
            return false; // it is old, and can wait for the next look
        }
    }

    private void trim(long below, long now) {
        if (now >= trimAt) {
            trimAt = nowAnd(parts.properties().trimEvery().toMillis());
            Instant olderThan =
                    Instant.ofEpochMilli(now).minus(parts.properties().keepLog());
            parts.trim().trim(partition, below, olderThan, parts.properties().trimAtLeast());
        }
    }

    private long nowAnd(long millis) {
        return parts.clock().millis() + millis;
    }
}
