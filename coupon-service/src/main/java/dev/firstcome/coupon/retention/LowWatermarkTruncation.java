package dev.firstcome.coupon.retention;

import dev.firstcome.contracts.coupon.IssueProgress;
import dev.firstcome.coupon.log.LogTruncator;
import dev.firstcome.coupon.progress.Watermarks;
import java.time.Clock;
import java.time.Instant;

/**
 * Deletes recorded outcomes and log records of a partition below its acknowledged low watermark. Used by the issuer
 * thread.
 */
final class LowWatermarkTruncation {
    private final int partition;
    private final RetentionProperties properties;
    private final StateRetention state;
    private final LogTruncator truncator;
    private final Watermarks watermarks;
    private final Clock clock;
    private long nextTruncationAt;

    LowWatermarkTruncation(
            int partition,
            RetentionProperties properties,
            StateRetention state,
            LogTruncator truncator,
            Watermarks watermarks,
            Clock clock) {
        this.partition = partition;
        this.properties = properties;
        this.state = state;
        this.truncator = truncator;
        this.watermarks = watermarks;
        this.clock = clock;
        this.nextTruncationAt = clock.millis() + properties.trimEvery().toMillis();
    }

    /** Truncates the outcomes of this epoch, and the log if its interval has elapsed. */
    void run(long epoch, long now) {
        IssueProgress acknowledged = watermarks.of(partition);
        if (acknowledged != null) {
            state.truncateOutcomes(partition, epoch, acknowledged.lowWatermark());
            truncateLogIfDue(acknowledged.lowWatermark(), now);
        }
    }

    private void truncateLogIfDue(long below, long now) {
        if (now >= nextTruncationAt) {
            nextTruncationAt = clock.millis() + properties.trimEvery().toMillis();
            Instant olderThan = Instant.ofEpochMilli(now).minus(properties.keepLog());
            truncator.truncate(partition, below, olderThan, properties.trimAtLeast());
        }
    }
}
