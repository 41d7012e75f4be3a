package dev.firstcome.coupon.watching;

import dev.firstcome.contracts.coupon.CouponCommand;
import dev.firstcome.contracts.coupon.CouponResult;
import java.util.UUID;

/** A record of the log or of its results, as far as the watch looks at it. */
public sealed interface Watched {
    /** A request, at its place in the log. */
    record Asked(UUID campaignId, int partition, long offset) implements Watched {}

    /** A command, at its place in the log. */
    record Commanded(CouponCommand command, int partition, long offset) implements Watched {}

    /** A result, at its place in the results' topic. */
    record Told(CouponResult result, int resultPartition, long resultOffset) implements Watched {}
}
