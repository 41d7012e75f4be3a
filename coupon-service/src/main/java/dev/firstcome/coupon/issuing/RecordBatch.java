package dev.firstcome.coupon.issuing;

import dev.firstcome.coupon.log.LogEntry;
import java.util.List;

/**
 * Records of one poll. The generation increases with each seek; batches of an earlier generation are discarded.
 *
 * @param bytes size of the records in the log
 */
public record RecordBatch(int generation, List<LogEntry> entries, long bytes) {
    /** An empty batch that wakes the issuer thread. */
    static final RecordBatch WAKE_UP = new RecordBatch(Integer.MIN_VALUE, List.of(), 0);

    /** Returns at most {@code recordsMax} records from the start, with their share of the bytes. */
    RecordBatch head(int recordsMax) {
        int count = entries.size();
        return count <= recordsMax
                ? this
                : new RecordBatch(generation, entries.subList(0, recordsMax), bytes * recordsMax / count);
    }

    /** Returns the records after the {@link #head}. */
    RecordBatch tailAfter(RecordBatch head) {
        return new RecordBatch(generation, entries.subList(head.entries.size(), entries.size()), bytes - head.bytes);
    }
}
