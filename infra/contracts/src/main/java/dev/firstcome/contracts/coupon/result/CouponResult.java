package dev.firstcome.contracts.coupon.result;

import java.time.Instant;
import java.util.UUID;

/**
 * The result of a record of the coupon log. Delivery is at least once, and a partition and offset always have the same
 * result. {@code decidedAt} is the {@code LogAppendTime} of the record that decided it.
 */
public sealed interface CouponResult
        permits CouponIssued, RequestRejected, RequestRepeated, GrantIssued, CouponRevocationApplied {
    int partition();

    long offset();

    UUID campaignId();

    UUID userId();

    Instant decidedAt();
}
