package dev.firstcome.contracts.payment;

/** The state of a refund, with the names that clients see. */
public enum RefundState {
    REQUESTED,
    /** The provider has the request; its answer is pending. */
    SENT,
    SUCCEEDED,
    FAILED,
    /** The outcome at the provider is unknown; payment-service queries the provider until it is known. */
    UNKNOWN
}
