package dev.firstcome.contracts.coupon.result;

import dev.firstcome.contracts.EventType;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A {@code CouponRevoked} was applied: the coupon is revoked.
 *
 * @param message reason for the user; null if there is none
 */
@EventType("coupon.revocation-applied.v1")
public record CouponRevocationApplied(
        int partition,
        long offset,
        UUID campaignId,
        UUID userId,
        UUID couponId,
        @Nullable String message,
        Instant decidedAt)
        implements CouponResult {}
