package dev.firstcome.contracts.coupon.result;

import dev.firstcome.contracts.EventType;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The request has the same user and client id as an earlier request. It got no coupon of its own: its outcome is the
 * outcome of the earlier request.
 *
 * @param couponId the earlier request's coupon; null if that request was deferred
 * @param sequence the coupon's sequence; 0 if the earlier request was deferred
 * @param arrival the arrival number of the earlier request if it was deferred, else 0
 */
@EventType("coupon.request-repeated.v1")
public record RequestRepeated(
        int partition,
        long offset,
        UUID campaignId,
        UUID userId,
        @Nullable UUID couponId,
        long sequence,
        long arrival,
        Instant decidedAt)
        implements CouponResult {}
