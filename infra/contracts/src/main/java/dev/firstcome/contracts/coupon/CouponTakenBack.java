package dev.firstcome.contracts.coupon;

import dev.firstcome.contracts.EventType;
import java.time.Instant;
import java.util.UUID;

/** A coupon was revoked. */
@EventType("coupon.taken-back.v1")
public record CouponTakenBack(
        int partition, long offset, UUID campaignId, UUID userId, UUID couponId, Instant decidedAt)
        implements CouponResult {}
