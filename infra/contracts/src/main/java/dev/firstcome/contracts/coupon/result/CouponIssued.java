package dev.firstcome.contracts.coupon.result;

import dev.firstcome.contracts.EventType;
import java.time.Instant;
import java.util.UUID;

/**
 * The request got a coupon.
 *
 * @param sequence 1 for the first coupon of the campaign, without gaps, in the order of the log
 * @param ordinal 1 for the user's first requested coupon of this campaign
 */
@EventType("coupon.issued.v1")
public record CouponIssued(
        int partition,
        long offset,
        UUID campaignId,
        UUID userId,
        UUID couponId,
        long sequence,
        int ordinal,
        Instant decidedAt)
        implements CouponResult {}
