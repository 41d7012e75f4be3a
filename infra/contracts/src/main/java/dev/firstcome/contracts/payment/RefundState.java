package dev.firstcome.contracts.payment;

/** Where a refund stands, with the names that clients see. */
public enum RefundState {
    REQUESTED,
    /** The provider is being asked. */
    SENT,
    SUCCEEDED,
    FAILED,
    /** The provider was asked and its answer is not known; it is asked until it is. */
    UNKNOWN
}
