package dev.firstcome.coupon.wallet;

import java.time.Instant;
import java.util.UUID;

/** A coupon in a user's wallet. {@code code} is secret until its owner presents it. */
public record Coupon(
        UUID id, UUID userId, UUID campaignId, long sequence, String code, CouponState state, Instant issuedAt) {}
