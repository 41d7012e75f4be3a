package dev.firstcome.contracts.coupon;

import dev.firstcome.contracts.EventType;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A coupon outside stock and sequence for one user, once per grant id and user.
 *
 * @param message what the user is told of the reason; null: nothing
 */
@EventType("coupon.coupon-granted.v1")
public record CouponGranted(
        UUID campaignId,
        String commandId,
        String grantId,
        UUID userId,
        @Nullable String message) implements CouponCommand {}
