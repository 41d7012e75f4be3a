package dev.firstcome.coupon.issuing;

import dev.firstcome.coupon.log.LogEntry;
import java.util.List;

/** Records of one poll. Those of an earlier generation were read before a seek, and are not for use. */
public record Delivery(int generation, List<LogEntry> entries) {
    /** Nothing but a reason to look up. */
    static final Delivery WAKING = new Delivery(Integer.MIN_VALUE, List.of());
}
