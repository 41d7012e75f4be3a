package dev.firstcome.coupon.wallet;

/** The state of a coupon. Clients see these names. */
public enum CouponState {
    AVAILABLE,
    RESERVED,
    REDEEMED,
    REVOKED,
    EXPIRED
}
