package dev.firstcome.contracts.coupon;

import dev.firstcome.contracts.EventType;
import java.util.UUID;

/** A coupon outside stock and sequence for one user, once per grant id and user. */
@EventType("coupon.coupon-granted.v1")
public record CouponGranted(UUID campaignId, String commandId, String grantId, UUID userId) implements CouponCommand {}
