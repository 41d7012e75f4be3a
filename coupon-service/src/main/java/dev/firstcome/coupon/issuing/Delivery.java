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
}
