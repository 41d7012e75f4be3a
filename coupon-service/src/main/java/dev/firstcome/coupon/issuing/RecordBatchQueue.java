package dev.firstcome.coupon.issuing;

import dev.firstcome.coupon.log.LogEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Queues polled records for the issuer of a partition. The consumer thread adds batches; the issuer thread takes them.
 */
final class RecordBatchQueue {
    private final BlockingQueue<RecordBatch> queue = new LinkedBlockingQueue<>();
    private final AtomicLong bytes = new AtomicLong();

    /** Records that exceeded the limit of the last {@link #take}. Written by the issuer thread. */
    private volatile @Nullable RecordBatch remainder;

    void add(RecordBatch batch) {
        bytes.addAndGet(batch.bytes());
        queue.add(batch);
    }

    /** Returns the number of queued records. */
    int records() {
        RecordBatch left = remainder;
        return (left == null ? 0 : left.entries().size())
                + queue.stream().mapToInt(batch -> batch.entries().size()).sum();
    }

    /** Returns the size of the queued records in the log, in bytes. */
    long bytes() {
        return bytes.get();
    }

    /**
     * Takes up to {@code recordsMax} queued records and merges them into one batch. A script call costs about the same
     * for few and for many records.
     *
     * @return null if no batch arrives in time
     */
    @Nullable
    RecordBatch take(long timeoutMillis, int recordsMax) throws InterruptedException {
        RecordBatch next = remainder == null ? queue.poll(timeoutMillis, TimeUnit.MILLISECONDS) : remainder;
        remainder = null;
        if (next == null) {
            return null;
        }
        int generation = next.generation();
        List<LogEntry> entries = new ArrayList<>();
        long taken = 0;
        while (next != null) {
            RecordBatch head = next.head(recordsMax - entries.size());
            entries.addAll(head.entries());
            taken += head.bytes();
            if (head.entries().size() < next.entries().size()) {
                remainder = next.tailAfter(head);
            }
            next = remainder == null ? pollSameGeneration(generation) : null;
        }
        bytes.addAndGet(-taken);
        return new RecordBatch(generation, entries, taken);
    }

    private @Nullable RecordBatch pollSameGeneration(int generation) {
        RecordBatch next = queue.peek();
        boolean mergeable = next != null && !next.entries().isEmpty() && next.generation() == generation;
        return mergeable ? queue.poll() : null;
    }

    void clear() {
        for (RecordBatch batch = queue.poll(); batch != null; batch = queue.poll()) {
            bytes.addAndGet(-batch.bytes());
        }
        RecordBatch left = remainder;
        if (left != null) {
            bytes.addAndGet(-left.bytes());
            remainder = null;
        }
    }
}
