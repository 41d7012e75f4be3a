package dev.firstcome.contracts.coupon;

import java.time.Instant;
import java.util.UUID;

/**
 * What became of a record of the coupon log. Published at least once and never differently: the same partition and
 * offset always carry the same result. {@code decidedAt} is the broker's time of the record that decided it.
 */
public sealed interface CouponResult
        permits CouponIssued, RequestRejected, RequestRepeated, GrantIssued, CouponTakenBack {
    int partition();

    long offset();

    UUID campaignId();

    UUID userId();

    Instant decidedAt();
}
