package dev.firstcome.contracts.coupon;

import dev.firstcome.contracts.EventType;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A coupon in a wallet was reserved, redeemed, released, taken back, or has expired: its whole state since then.
 *
 * @param version 1 for the first change after it came into the wallet; what is newer than a reader knows counts
 * @param state AVAILABLE, RESERVED, REDEEMED, REVOKED or EXPIRED
 * @param paymentId for which it is reserved or was redeemed; null: for none
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
