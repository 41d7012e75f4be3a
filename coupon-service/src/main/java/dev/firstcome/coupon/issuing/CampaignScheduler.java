package dev.firstcome.coupon.issuing;

import dev.firstcome.contracts.coupon.CloseCause;
import dev.firstcome.contracts.coupon.log.CampaignClosed;
import dev.firstcome.contracts.coupon.log.CampaignOpened;
import dev.firstcome.contracts.coupon.log.CouponCommand;
import dev.firstcome.contracts.coupon.log.DrawRevealed;
import dev.firstcome.coupon.draw.DrawSeeds;
import dev.firstcome.coupon.log.LogEntry;
import dev.firstcome.coupon.log.RequestLog;
import dev.firstcome.coupon.partitionstate.DueCampaign;
import dev.firstcome.coupon.partitionstate.PartitionStateStore;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * Appends the opening and closing records of campaigns at their scheduled times, and reveals the seed before the
 * opening of a draw. The partition state ignores early and duplicate records, so the wall clock only determines when to
 * append them.
 */
final class CampaignScheduler {
    private static final int CAMPAIGNS_PER_APPEND = 100;
    private static final long WAIT_MIN_MILLIS = 10;

    private final int partition;
    private final PartitionStateStore state;
    private final RequestLog requestLog;
    private final DrawSeeds seeds;
    private final IssuingProperties properties;
    private final Clock clock;
    private long epoch;
    private long caughtUpAt;
    private OptionalLong nextDue = OptionalLong.empty();
    private long notBefore;

    CampaignScheduler(
            int partition,
            PartitionStateStore state,
            RequestLog requestLog,
            DrawSeeds seeds,
            IssuingProperties properties,
            Clock clock) {
        this.partition = partition;
        this.state = state;
        this.requestLog = requestLog;
        this.seeds = seeds;
        this.properties = properties;
        this.clock = clock;
    }

    /** @param logEnd end of the log at the start; campaigns are not opened while older records are replayed */
    void start(long liveEpoch, long logEnd) {
        epoch = liveEpoch;
        caughtUpAt = logEnd - 1;
        notBefore = 0;
        refresh();
    }

    void switchEpoch(long liveEpoch) {
        epoch = liveEpoch;
        refresh();
    }

    /** Refreshes the next due time if the batch contains a command, because only commands change it. */
    void onApplied(List<LogEntry> entries) {
        if (entries.stream().anyMatch(entry -> entry.record() instanceof CouponCommand)) {
            refresh();
        }
    }

    void refresh() {
        nextDue = state.nextDue(partition, epoch);
    }

    /** Returns the time until the next campaign is due, at most {@code max}. */
    long millisUntilDue(Duration max) {
        if (nextDue.isEmpty()) {
            return max.toMillis();
        }
        long at = Math.max(nextDue.getAsLong(), notBefore);
        return Math.clamp(at - clock.millis(), WAIT_MIN_MILLIS, max.toMillis());
    }

    void appendDue(long applied) {
        long now = clock.millis();
        if (nextDue.isEmpty() || nextDue.getAsLong() > now || notBefore > now || applied < caughtUpAt) {
            return;
        }
        notBefore = now + properties.openingRetry().toMillis();
        for (DueCampaign due : state.due(partition, epoch, now, CAMPAIGNS_PER_APPEND)) {
            requestLog.append(partition, records(due, now));
        }
    }

    private List<CouponCommand> records(DueCampaign due, long now) {
        UUID id = due.campaignId();
        if (due.isClosingDue(now)) {
            return List.of(new CampaignClosed(id, newId(), CloseCause.TIME));
        }
        CouponCommand opening = new CampaignOpened(id, newId());
        return due.drawPending() ? List.of(new DrawRevealed(id, newId(), seeds.of(id)), opening) : List.of(opening);
    }

    private static String newId() {
        return UUID.randomUUID().toString();
    }
}
