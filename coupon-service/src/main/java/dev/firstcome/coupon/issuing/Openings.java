package dev.firstcome.coupon.issuing;

import dev.firstcome.contracts.coupon.CampaignClosed;
import dev.firstcome.contracts.coupon.CampaignOpened;
import dev.firstcome.contracts.coupon.CloseCause;
import dev.firstcome.contracts.coupon.CouponCommand;
import dev.firstcome.contracts.coupon.DrawRevealed;
import dev.firstcome.coupon.fold.DueCampaign;
import dev.firstcome.coupon.log.LogEntry;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * Appends the opening and the closing of campaigns when their time has come, and a draw's seed before its opening. All are
 * records like any other: they may
 * be appended too early or twice, and the fold refuses what does not fit. The wall clock only says when to try.
 */
final class Openings {
    private static final int AT_A_TIME = 100;
    private static final long WAIT_MIN_MILLIS = 10;

    private final int partition;
    private final IssuingParts parts;

    private long epoch;
    private long caughtUpAt;
    private OptionalLong next = OptionalLong.empty();
    private long notBefore;

    Openings(int partition, IssuingParts parts) {
        this.partition = partition;
        this.parts = parts;
    }

    /** @param logEnd from where on the state is no longer history, in which old campaigns open once more */
    void begin(long liveEpoch, long logEnd) {
        epoch = liveEpoch;
        caughtUpAt = logEnd - 1;
        notBefore = 0;
        next = parts.fold().nextDue(partition, epoch);
    }

    void goOnIn(long liveEpoch) {
        epoch = liveEpoch;
        look();
    }

    /** Looks again when the batch had a command, since that alone changes when the next time is. */
    void applied(List<LogEntry> entries) {
        if (entries.stream().anyMatch(entry -> entry.record() instanceof CouponCommand)) {
            look();
        }
    }

    void look() {
        next = parts.fold().nextDue(partition, epoch);
    }

    /** How long to wait for records before something is due, at most {@code atMost}. */
    long millisToNext(Duration atMost) {
        if (next.isEmpty()) {
            return atMost.toMillis();
        }
        long at = Math.max(next.getAsLong(), notBefore);
        return Math.clamp(at - parts.clock().millis(), WAIT_MIN_MILLIS, atMost.toMillis());
    }

    void appendDue(long applied) {
        long now = parts.clock().millis();
        if (next.isEmpty() || next.getAsLong() > now || notBefore > now || applied < caughtUpAt) {
            return;
        }
        notBefore = now + parts.properties().openingRetry().toMillis();
        for (DueCampaign due : parts.fold().due(partition, epoch, now, AT_A_TIME)) {
            parts.log().append(partition, records(due, now));
        }
    }

    private List<CouponCommand> records(DueCampaign due, long now) {
        UUID id = due.campaignId();
        if (due.over(now)) {
            return List.of(new CampaignClosed(id, newId(), CloseCause.TIME));
        }
        CouponCommand opening = new CampaignOpened(id, newId());
        return due.toBeDrawn()
                ? List.of(new DrawRevealed(id, newId(), parts.seeds().of(id)), opening)
                : List.of(opening);
    }

    private static String newId() {
        return UUID.randomUUID().toString();
    }
}
