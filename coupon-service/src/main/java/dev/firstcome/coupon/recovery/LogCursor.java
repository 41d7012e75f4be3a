package dev.firstcome.coupon.recovery;

import java.time.Duration;

/** The consumer of one partition, as seen by its issuer. Called only by the issuer thread. */
public interface LogCursor {
    /** Queries the offsets of the partition; fails if Kafka does not answer in time. */
    LogBounds bounds(Duration timeout) throws InterruptedException;

    /** Continues at this offset. Subsequent batches have this generation. */
    void seek(long offset, int generation);

    /** Commits the offset: all records below it are published. */
    void commit(long next);

    /** Notifies the consumer that the issuer took a batch, so that it can resume a paused partition. */
    void onBatchTaken();
}
