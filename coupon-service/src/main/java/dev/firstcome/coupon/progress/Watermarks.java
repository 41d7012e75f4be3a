package dev.firstcome.coupon.progress;

import dev.firstcome.contracts.coupon.IssueProgress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The published progress of each partition, as known to this process. It may lag behind the actual progress but never
 * exceeds it: Kafka has acknowledged all results up to a watermark.
 */
public interface Watermarks {
    /** Returns the latest progress of the partition for the current topic id; null if there is none. */
    @Nullable
    IssueProgress of(int partition);

    /** Returns the last offset whose result is published; -1 if there is none. */
    default long published(int partition) {
        IssueProgress progress = of(partition);
        return progress == null ? -1 : progress.published();
    }

    /** Waits until the offset is published and returns true, or returns false after the timeout. */
    boolean await(int partition, long offset, Duration timeout);

    /** Whether this process polled the progress topic recently. Otherwise it must not reveal outcomes. */
    boolean isFresh();

    /** Returns the number of records published per second over the last seconds; 0 without progress. */
    double ratePerSecond(int partition);

    /** Reads the topic to its current end, so that a new owner knows all progress of the previous owner. */
    void catchUp(Duration timeout) throws InterruptedException;
}
