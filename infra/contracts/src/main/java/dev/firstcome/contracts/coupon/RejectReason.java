package dev.firstcome.contracts.coupon;

/** Why a request got no coupon; the names are those that clients see. */
public enum RejectReason {
    /** The user's limit is reached, or the same client id was served before. */
    DUPLICATE,
    SOLD_OUT,
    NOT_OPEN,
    CLOSED,
    BLOCKED,
    NOT_ELIGIBLE,
    /** The record could not be read; a copy is in the dead-letter topic. */
    INVALID
}
