package dev.firstcome.contracts.payment;

/** Where a payment stands, with the names that clients see. */
public enum PaymentState {
    /** Taken in: priced, and nothing reserved yet. */
    REQUESTED,
    /** The coupon and the stock are set aside for it. */
    RESERVED,
    /** The provider is being asked to charge. From here on only what the provider says ends it. */
    CHARGING,
    /** Charged, for good. */
    CAPTURED,
    /** Not charged, for good. */
    DECLINED,
    /** The provider was asked and its answer is not known; it is asked until it is. */
    UNKNOWN,
    /** Not charged: the coupon or the stock was not to be had. */
    REJECTED,
    /** Not charged: its user took it back in time. */
    CANCELLED,
    /** Not charged: what it needs could not be set aside in time. */
    EXPIRED;

    /** Whether it stays as it is. */
    public boolean isFinal() {
        return switch (this) {
            case REQUESTED, RESERVED, CHARGING, UNKNOWN -> false;
            case CAPTURED, DECLINED, REJECTED, CANCELLED, EXPIRED -> true;
        };
    }
}
