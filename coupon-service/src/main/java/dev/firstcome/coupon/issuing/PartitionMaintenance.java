package dev.firstcome.coupon.issuing;

import dev.firstcome.coupon.log.LogEntry;
import dev.firstcome.coupon.retention.LowWatermark;
import dev.firstcome.coupon.retention.LowWatermarkTracker;
import dev.firstcome.coupon.retention.PartitionRetention;
import java.time.Duration;
import java.util.List;

/**
 * The timed work of a partition: opens and closes campaigns, and limits the state and the log. Used by the issuer
 * thread between two batches; only {@link #lowWatermark} is thread-safe.
 */
final class PartitionMaintenance {
    private final CampaignScheduler scheduler;
    private final PartitionRetention retention;

    PartitionMaintenance(CampaignScheduler scheduler, PartitionRetention retention) {
        this.scheduler = scheduler;
        this.retention = retention;
    }

    LowWatermarkTracker lowWatermark() {
        return retention.lowWatermark();
    }

    /** @param logEnd end of the log at the start; no campaign changes while older records are replayed */
    void start(long epoch, LowWatermark lowWatermark, long logEnd) {
        retention.start(epoch, lowWatermark, logEnd);
        scheduler.start(epoch, logEnd);
    }

    void switchEpoch(long epoch) {
        scheduler.switchEpoch(epoch);
        retention.switchEpoch(epoch);
    }

    void onApplied(List<LogEntry> entries) {
        scheduler.onApplied(entries);
        retention.onApplied(entries);
    }

    void runIfDue(long applied, long published) {
        scheduler.appendDue(applied);
        retention.runIfDue(applied, published);
    }

    /** Reads again which campaign is due next. */
    void refresh() {
        scheduler.refresh();
    }

    /** Returns the time until the next campaign is due, at most {@code max}. */
    long millisUntilDue(Duration max) {
        return scheduler.millisUntilDue(max);
    }
}
