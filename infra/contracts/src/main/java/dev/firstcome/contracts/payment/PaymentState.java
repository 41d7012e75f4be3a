package dev.firstcome.contracts.payment;

/** The state of a payment, with the names that clients see. */
public enum PaymentState {
    /** The payment is accepted and priced; nothing is reserved. */
    REQUESTED,
    /** The coupon and the stock are reserved. */
    RESERVED,
    /** The provider has the request to charge. From this state on, only an answer of the provider ends the payment. */
    CHARGING,
    /** Final: the money was charged. */
    CAPTURED,
    /** Final: the provider declined the charge. */
    DECLINED,
    /** The outcome at the provider is unknown; payment-service queries the provider until it is known. */
    UNKNOWN,
    /** Final: the coupon or the stock was not available. */
    REJECTED,
    /** Final: the user cancelled the payment before the charge. */
    CANCELLED,
    /** Final: the payment timed out before the charge. */
    EXPIRED;

    /** Returns whether this state never changes. */
    public boolean isFinal() {
        return switch (this) {
            case REQUESTED, RESERVED, CHARGING, UNKNOWN -> false;
            case CAPTURED, DECLINED, REJECTED, CANCELLED, EXPIRED -> true;
        };
    }
}
