package dev.firstcome.coupon.wallet;

/** What has become of a payment's wish for a coupon. */
public enum ReservationState {
    RESERVED,
    /** For good. */
    REDEEMED,
    /** For good, also where there was no reservation before. */
    RELEASED
}
