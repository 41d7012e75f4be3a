package dev.firstcome.coupon.wallet;

/** The state of a payment's reservation of a coupon. */
public enum ReservationState {
    RESERVED,
    /** Final. */
    REDEEMED,
    /** Final. Also stored for a release without a preceding reservation. */
    RELEASED
}
