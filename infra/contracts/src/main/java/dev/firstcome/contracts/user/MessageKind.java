package dev.firstcome.contracts.user;

/** What a message is about. */
public enum MessageKind {
    /** The account was made. */
    WELCOME,
    /** A coupon was granted. Details: {@code campaign}, its name; {@code couponId}; {@code why}, which may be missing. */
    COUPON_GRANTED,
    /** A coupon was taken back. Details as of {@link #COUPON_GRANTED}. */
    COUPON_REVOKED
}
