package dev.firstcome.contracts.coupon;

import dev.firstcome.contracts.EventType;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A granted coupon, in the series of the campaign's grants, which has a sequence of its own.
 *
 * @param message what the user is told of the reason; null: nothing
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
