package dev.firstcome.contracts.coupon;

import dev.firstcome.contracts.EventType;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A coupon was revoked.
 *
 * @param message what the user is told of the reason; null: nothing
 */
@EventType("coupon.taken-back.v1")
public record CouponTakenBack(
        int partition,
        long offset,
        UUID campaignId,
        UUID userId,
        UUID couponId,
        @Nullable String message,
        Instant decidedAt)
        implements CouponResult {}
