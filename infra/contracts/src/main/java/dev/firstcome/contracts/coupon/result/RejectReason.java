package dev.firstcome.contracts.coupon.result;

/** The reason why a request got no coupon, with the names that clients see. */
public enum RejectReason {
    /** The user reached the limit, or an earlier request had the same client id. */
    DUPLICATE,
    SOLD_OUT,
    NOT_OPEN,
    CLOSED,
    BLOCKED,
    NOT_ELIGIBLE,
    /** The record is unreadable; the dead-letter topic has a copy. */
    INVALID
}
