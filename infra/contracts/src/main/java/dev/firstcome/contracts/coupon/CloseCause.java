package dev.firstcome.contracts.coupon;

/** The cause of the closing of a campaign. */
public enum CloseCause {
    /** The campaign reached its closing time. */
    TIME,
    /** An operator closed the campaign. */
    OPERATOR
}
