package dev.firstcome.coupon.monitoring;

import dev.firstcome.contracts.coupon.log.CouponCommand;
import dev.firstcome.contracts.coupon.result.CouponResult;
import java.util.UUID;

/** A record of the log or of the results, with the data that the monitor needs. */
public sealed interface MonitoredRecord {
    /** A request at its log position. */
    record Request(UUID campaignId, int partition, long offset) implements MonitoredRecord {}

    /** A command at its log position. */
    record Command(CouponCommand command, int partition, long offset) implements MonitoredRecord {}

    /** A result at its position in the results topic. */
    record Result(CouponResult result, int resultPartition, long resultOffset) implements MonitoredRecord {}
}
