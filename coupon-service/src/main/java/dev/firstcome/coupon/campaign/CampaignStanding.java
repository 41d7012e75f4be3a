package dev.firstcome.coupon.campaign;

/** What has become of a campaign: its state, and the coupons that are left. */
public record CampaignStanding(CampaignState state, long remaining) {}
