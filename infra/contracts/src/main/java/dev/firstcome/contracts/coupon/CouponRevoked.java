package dev.firstcome.contracts.coupon;

import dev.firstcome.contracts.EventType;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Takes a coupon back; returns neither stock, nor sequence, nor the user's limit.
 *
 * @param message what the user is told of the reason; null: nothing
 */
@EventType("coupon.coupon-revoked.v1")
public record CouponRevoked(
        UUID campaignId,
        String commandId,
        UUID couponId,
        UUID userId,
        @Nullable String message) implements CouponCommand {}
