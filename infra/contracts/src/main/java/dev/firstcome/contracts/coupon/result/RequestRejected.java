package dev.firstcome.contracts.coupon.result;

import dev.firstcome.contracts.EventType;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The request got no coupon.
 *
 * @param couponId with {@link RejectReason#DUPLICATE}: the user's existing coupon
 */
@EventType("coupon.request-rejected.v1")
public record RequestRejected(
        int partition,
        long offset,
        UUID campaignId,
        UUID userId,
        RejectReason reason,
        @Nullable UUID couponId,
        Instant decidedAt)
        implements CouponResult {}
