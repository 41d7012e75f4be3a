package dev.firstcome.coupon.campaign;

/** A campaign's state as clients see it. */
public enum CampaignState {
    SCHEDULED,
    OPEN,
    PAUSED,
    SOLD_OUT,
    CLOSED
}
