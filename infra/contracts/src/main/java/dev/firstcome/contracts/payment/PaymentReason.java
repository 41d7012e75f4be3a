package dev.firstcome.contracts.payment;

/** The reason why a payment was not charged. */
public enum PaymentReason {
    /** REJECTED: the coupon is redeemed, reserved by another payment, revoked or expired. */
    COUPON_NOT_AVAILABLE,
    /** REJECTED: the stock of a product is below the requested quantity. */
    OUT_OF_STOCK,
    /** DECLINED: the card issuer declined the charge. */
    CARD_DECLINED,
    /** DECLINED: the account of the card has insufficient funds. */
    INSUFFICIENT_FUNDS,
    /** DECLINED: the card is expired. */
    CARD_EXPIRED,
    /** DECLINED: the payment method is unknown or not accepted. */
    PAYMENT_METHOD_INVALID,
    /** DECLINED: the card issuer requires authentication of the card holder, which is not supported. */
    AUTHENTICATION_REQUIRED,
    /** DECLINED: the provider refused the charge for another reason, or the intent was cancelled at the provider. */
    REFUSED_BY_PROVIDER,
    /** CANCELLED: the user cancelled the payment. */
    CANCELLED_BY_USER,
    /** EXPIRED, or DECLINED after its intent was cancelled at the provider: the payment exceeded its time limit. */
    TIMED_OUT
}
