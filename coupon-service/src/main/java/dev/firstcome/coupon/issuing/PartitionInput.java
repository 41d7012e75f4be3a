package dev.firstcome.coupon.issuing;

import dev.firstcome.coupon.recovery.LogCursor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The records of one partition on their way from the consumer to the issuer. The consumer delivers batches and never
 * blocks. Only the issuer thread takes them, and only it seeks.
 */
final class PartitionInput {
    /**
     * About the size of one script call. A paused partition misses the fetch in flight, so the queue must cover its
     * duration. A larger queue would fill the heap with long-lived objects.
     */
    private static final long QUEUED_BYTES_MAX = 512 * 1024;

    /** The generation of a batch which reports that the consumer could not continue. */
    private static final int FAILED = Integer.MAX_VALUE;

    private final int partition;
    private final LogCursor cursor;
    private final RecordBatchQueue queue = new RecordBatchQueue();
    private int generation;

    PartitionInput(int partition, LogCursor cursor) {
        this.partition = partition;
        this.cursor = cursor;
    }

    int partition() {
        return partition;
    }

    LogCursor cursor() {
        return cursor;
    }

    void deliver(RecordBatch batch) {
        queue.add(batch);
    }

    /** Reports that the consumer could not continue, so that the issuer restarts. */
    void deliverFailure() {
        deliver(new RecordBatch(FAILED, List.of(), 0));
    }

    boolean isFull() {
        return queue.bytes() >= QUEUED_BYTES_MAX;
    }

    int queuedRecords() {
        return queue.records();
    }

    /** Discards the queued batches and continues at this offset. */
    void seek(long offset) {
        generation++;
        queue.clear();
        cursor.seek(offset, generation);
    }

    /**
     * Waits for the next batch; null if the timeout expires.
     *
     * @throws IllegalStateException if the consumer could not continue to read the log
     */
    @Nullable
    RecordBatch take(long timeoutMillis, int recordsMax) throws InterruptedException {
        RecordBatch next = queue.take(timeoutMillis, recordsMax);
        if (next != null) {
            cursor.onBatchTaken();
            if (next.generation() == FAILED) {
                throw new IllegalStateException("the consumer could not continue to read the log");
            }
        }
        return next;
    }

    /** Whether the batch was read after the last seek. */
    boolean isCurrent(RecordBatch batch) {
        return batch.generation() == generation;
    }
}
