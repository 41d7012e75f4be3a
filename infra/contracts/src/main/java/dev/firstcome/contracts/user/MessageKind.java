package dev.firstcome.contracts.user;

/** What a message is about. */
public enum MessageKind {
    /** The account was made. */
    WELCOME,
    /** A coupon was granted. Details: {@code campaign}, its name; {@code couponId}; {@code why}, which may be missing. */
    COUPON_GRANTED,
    /** A coupon was taken back. Details as of {@link #COUPON_GRANTED}. */
    COUPON_REVOKED,
    /** A payment was charged. Details: {@code paymentId}, {@code total} in the minor unit of {@code currency}. */
    PAYMENT_CAPTURED,
    /** A payment was not charged. Details as of {@link #PAYMENT_CAPTURED}, and {@code reason}. */
    PAYMENT_FAILED,
    /** Money was given back. Details as of {@link #PAYMENT_CAPTURED}, of which {@code total} is what was given back. */
    PAYMENT_REFUNDED
}
