package dev.firstcome.contracts.coupon.log;

import dev.firstcome.contracts.EventType;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Revokes a coupon. Stock, sequence and the user's limit stay as they are.
 *
 * @param message reason for the user; null if there is none
 */
@EventType("coupon.coupon-revoked.v1")
public record CouponRevoked(
        UUID campaignId,
        String commandId,
        UUID couponId,
        UUID userId,
        @Nullable String message) implements CouponCommand {}
