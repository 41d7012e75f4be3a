package dev.firstcome.contracts.coupon;

/** Why a campaign is closed. */
public enum CloseCause {
    /** Its time is over. */
    TIME,
    /** An operator closed it. */
    OPERATOR
}
