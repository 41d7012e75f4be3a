package dev.firstcome.payment.shop;

import dev.firstcome.payment.money.Discount;
import java.util.Optional;
import java.util.UUID;

/**
 * Port to the wallet's coupons and their reservations. All methods are idempotent and throw
 * {@link DownstreamUnavailableException}.
 */
public interface WalletCoupons {
    /** A coupon with its current availability. */
    record Coupon(UUID id, boolean available, Discount discount) {}

    /** The result of reserving a coupon. */
    enum CouponReservation {
        RESERVED,
        /** The coupon is reserved by another payment, used, revoked, expired, or not owned by the user. */
        NOT_AVAILABLE,
        /** The reservation of this payment was already confirmed or released. */
        ENDED
    }

    /** Returns the user's coupon with this id. */
    Optional<Coupon> find(UUID userId, UUID couponId);

    CouponReservation reserve(UUID userId, UUID couponId, UUID paymentId);
}
