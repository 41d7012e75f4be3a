package dev.firstcome.contracts.coupon;

import dev.firstcome.contracts.EventType;
import java.util.UUID;

/** Takes a coupon back; returns neither stock, nor sequence, nor the user's limit. */
@EventType("coupon.coupon-revoked.v1")
public record CouponRevoked(UUID campaignId, String commandId, UUID couponId, UUID userId) implements CouponCommand {}
