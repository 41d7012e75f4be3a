package dev.firstcome.contracts.coupon;

import java.util.UUID;

/**
 * A record of the coupon log. All that a decision needs is in these records and their position; the record's time is
 * the broker's {@code LogAppendTime}, never a field.
 */
public sealed interface CouponRecord permits IssueRequested, CouponCommand {
    UUID campaignId();
}
