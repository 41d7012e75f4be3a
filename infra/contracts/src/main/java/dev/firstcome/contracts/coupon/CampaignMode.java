package dev.firstcome.contracts.coupon;

/** The order in which a campaign serves its requests. */
public enum CampaignMode {
    /** The order of the log. */
    FIFO,
    /**
     * Requests before the opening are shuffled once by a committed seed; later requests follow in the order of the log.
     */
    DRAW
}
