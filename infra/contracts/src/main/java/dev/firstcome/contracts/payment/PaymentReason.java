package dev.firstcome.contracts.payment;

/** Why a payment was not charged. */
public enum PaymentReason {
    /** REJECTED: the coupon is used, reserved by another payment, taken back or expired. */
    COUPON_NOT_AVAILABLE,
    /** REJECTED: there is less of a product than was wanted. */
    OUT_OF_STOCK,
    /** DECLINED: the card's bank said no. */
    CARD_DECLINED,
    INSUFFICIENT_FUNDS,
    CARD_EXPIRED,
    /** DECLINED: no such means of payment, or one that cannot be used here. */
    PAYMENT_METHOD_INVALID,
    /** DECLINED: the bank wants its customer to confirm, which is not offered here. */
    AUTHENTICATION_REQUIRED,
    /** DECLINED: the provider would not take the charge for another reason, or it was called off there. */
    REFUSED_BY_PROVIDER,
    /** CANCELLED: by its user. */
    BY_USER,
    /** EXPIRED: it took too long to set aside what it needs. */
    TOOK_TOO_LONG
}
