package dev.firstcome.contracts.coupon.log;

import dev.firstcome.contracts.EventType;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Grants a coupon outside stock and sequence to a user, once per grant id and user.
 *
 * @param message reason for the user; null if there is none
 */
@EventType("coupon.coupon-granted.v1")
public record CouponGranted(
        UUID campaignId,
        String commandId,
        String grantId,
        UUID userId,
        @Nullable String message) implements CouponCommand {}
