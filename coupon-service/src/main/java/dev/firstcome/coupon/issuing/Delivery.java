package dev.firstcome.coupon.issuing;

import dev.firstcome.coupon.log.LogEntry;
import java.util.List;

/**
 * Records of one poll. Those of an earlier generation were read before a seek, and are not for use.
 *
 * @param bytes that they have in the log
 */
public record Delivery(int generation, List<LogEntry> entries, long bytes) {
    /** Nothing but a reason to look up. */
    static final Delivery WAKING = new Delivery(Integer.MIN_VALUE, List.of(), 0);

    /** Its first records, so many at most, with their share of the bytes. */
    Delivery first(int recordsMax) {
        int count = entries.size();
        return count <= recordsMax
                ? this
                : new Delivery(generation, entries.subList(0, recordsMax), bytes * recordsMax / count);
    }

    /** What is left of it behind its {@link #first} records. */
    Delivery after(Delivery first) {
        return new Delivery(generation, entries.subList(first.entries.size(), entries.size()), bytes - first.bytes);
    }
}
