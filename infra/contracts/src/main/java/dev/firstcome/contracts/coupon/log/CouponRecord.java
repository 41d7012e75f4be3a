package dev.firstcome.contracts.coupon.log;

import java.util.UUID;

/**
 * A record of the coupon log. A decision depends only on these records and their offsets. The time of a record is the
 * broker's {@code LogAppendTime}, never a field.
 */
public sealed interface CouponRecord permits IssueRequested, CouponCommand {
    UUID campaignId();
}
