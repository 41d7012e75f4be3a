package dev.firstcome.payment.shop;

import dev.firstcome.payment.money.Discount;
import java.util.Optional;
import java.util.UUID;

/** Coupons in wallets, for payments. Every call may be repeated; all throw {@link ShopAway}. */
public interface WalletCoupons {
    /** A coupon as it counts now. */
    record Coupon(UUID id, boolean available, Discount discount) {}

    /** What became of a wish for a coupon. */
    enum Reserved {
        DONE,
        /** Another payment has it, or it is used, taken back or expired, or not this user's. */
        NOT_AVAILABLE,
        /** This payment's own reservation has ended. */
        ENDED
    }

    /** The user's own coupon of this id. */
    Optional<Coupon> find(UUID userId, UUID couponId);

    Reserved reserve(UUID userId, UUID couponId, UUID paymentId);
}
