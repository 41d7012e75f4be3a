package dev.firstcome.contracts.coupon.result;

import dev.firstcome.contracts.EventType;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The user got a granted coupon. Grants of a campaign have a sequence of their own.
 *
 * @param message reason for the user; null if there is none
 */
@EventType("coupon.grant-issued.v1")
public record GrantIssued(
        int partition,
        long offset,
        UUID campaignId,
        UUID userId,
        UUID couponId,
        String grantId,
        long sequence,
        @Nullable String message,
        Instant decidedAt)
        implements CouponResult {}
