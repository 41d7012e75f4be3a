package dev.firstcome.contracts.coupon;

/** How a campaign's line begins. */
public enum CampaignMode {
    /** The log's order is the order. */
    FIFO,
    /** Who comes before the opening is shuffled once by a published seed; who comes later queues behind. */
    DRAW
}
