package dev.firstcome.coupon.progress;

import dev.firstcome.contracts.coupon.IssueProgress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How far each partition is published, as this process knows it. It may be behind the truth, never ahead of it: what is
 * at or below a watermark was acknowledged by Kafka.
 */
public interface Watermarks {
    /** The latest progress of the partition under the present topic; null if there is none yet. */
    @Nullable
    IssueProgress of(int partition);

    /** The last offset whose result is published; below all offsets if none is. */
    default long published(int partition) {
        IssueProgress progress = of(partition);
        return progress == null ? -1 : progress.published();
    }

    /** Waits until the offset is published, at most this long; whether it is. */
    boolean await(int partition, long offset, Duration atMost);

    /** Whether this process has lately followed the topic; if not, it must not speak of outcomes. */
    boolean fresh();

    /** Records published per second over the last seconds; 0 if nothing moved. */
    double ratePerSecond(int partition);

    /** Reads the topic to its present end, so that a new owner sees all that the one before it wrote. */
    void catchUp(Duration atMost) throws InterruptedException;
}
