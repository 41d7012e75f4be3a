package dev.firstcome.contracts.user;

/** The subject of a message, and the keys of its details. */
public enum MessageKind {
    /** The account was created. */
    WELCOME,
    /**
     * A coupon was granted. Details: the name of the {@code campaign}, {@code couponId}, and optionally {@code reason}.
     */
    COUPON_GRANTED,
    /** A coupon was revoked. Details: those of {@link #COUPON_GRANTED}. */
    COUPON_REVOKED,
    /** A payment was charged. Details: {@code paymentId}, and {@code total} in the minor unit of {@code currency}. */
    PAYMENT_CAPTURED,
    /** A payment was not charged. Details: those of {@link #PAYMENT_CAPTURED}, and {@code reason}. */
    PAYMENT_FAILED,
    /** Money was refunded. Details: those of {@link #PAYMENT_CAPTURED}; {@code total} is the refunded amount. */
    PAYMENT_REFUNDED
}
