package dev.firstcome.coupon.wallet;

/** A coupon's state, with the names that clients see. */
public enum CouponState {
    AVAILABLE,
    RESERVED,
    REDEEMED,
    REVOKED,
    EXPIRED
}
