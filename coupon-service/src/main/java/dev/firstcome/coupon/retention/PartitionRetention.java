package dev.firstcome.coupon.retention;

import dev.firstcome.contracts.coupon.log.CampaignPurged;
import dev.firstcome.coupon.log.LogEntry;
import java.time.Clock;
import java.util.List;

/**
 * Limits the state and the log of an assigned partition: purges expired campaigns, advances the low watermark, and
 * deletes outcomes and records below the acknowledged low watermark. Used by the issuer thread; only {@link
 * #lowWatermark} is thread-safe.
 */
public final class PartitionRetention {
    private final int partition;
    private final LowWatermarkTracker lowWatermark;
    private final RetentionProperties properties;
    private final StateRetention state;
    private final ExpiredCampaignPurger purger;
    private final LowWatermarkTruncation truncation;
    private final Clock clock;
    private long epoch;
    private long caughtUpAt;
    private long nextRunAt;

    PartitionRetention(
            int partition,
            LowWatermarkTracker lowWatermark,
            RetentionProperties properties,
            StateRetention state,
            ExpiredCampaignPurger purger,
            LowWatermarkTruncation truncation,
            Clock clock) {
        this.partition = partition;
        this.lowWatermark = lowWatermark;
        this.properties = properties;
        this.state = state;
        this.purger = purger;
        this.truncation = truncation;
        this.clock = clock;
    }

    public LowWatermarkTracker lowWatermark() {
        return lowWatermark;
    }

    /** @param logEnd end of the log at the start; campaigns are not purged while older records are replayed */
    public void start(long liveEpoch, LowWatermark known, long logEnd) {
        epoch = liveEpoch;
        lowWatermark.reset(known);
        caughtUpAt = logEnd - 1;
        nextRunAt = 0;
    }

    /** Continues with another live state of the same records. */
    public void switchEpoch(long liveEpoch) {
        epoch = liveEpoch;
        nextRunAt = 0;
    }

    /** Makes the next run due after a purge record, because mostly purges advance the low watermark. */
    public void onApplied(List<LogEntry> entries) {
        if (entries.stream().anyMatch(entry -> entry.record() instanceof CampaignPurged)) {
            nextRunAt = 0;
        }
    }

    /** Runs the retention tasks if their interval has elapsed. */
    public void runIfDue(long applied, long published) {
        long now = clock.millis();
        if (now < nextRunAt) {
            return;
        }
        nextRunAt = now + properties.lookEvery().toMillis();
        state.requirements(partition, epoch).ifPresent(requirements -> {
            lowWatermark.propose(requirements);
            if (applied >= caughtUpAt) {
                purger.purge(partition, requirements, published);
            }
        });
        truncation.run(epoch, now);
    }
}
