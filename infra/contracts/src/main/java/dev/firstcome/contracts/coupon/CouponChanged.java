package dev.firstcome.contracts.coupon;

import dev.firstcome.contracts.EventType;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A coupon in a wallet was reserved, redeemed, released or revoked, or it expired. The event has the coupon's whole
 * state. Consumers apply newer versions and ignore older ones.
 *
 * @param version 1 for the first change after the coupon was issued
 * @param state AVAILABLE, RESERVED, REDEEMED, REVOKED or EXPIRED
 * @param paymentId the payment that reserved or redeemed the coupon; null if there is none
 */
@EventType("coupon.changed.v1")
public record CouponChanged(
        UUID couponId,
        UUID userId,
        UUID campaignId,
        long version,
        String state,
        @Nullable UUID paymentId,
        Instant changedAt) {}
