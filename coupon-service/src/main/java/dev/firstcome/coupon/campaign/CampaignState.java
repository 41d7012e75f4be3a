package dev.firstcome.coupon.campaign;

/** The state of a campaign as shown to clients. */
public enum CampaignState {
    SCHEDULED,
    OPEN,
    PAUSED,
    SOLD_OUT,
    CLOSED
}
