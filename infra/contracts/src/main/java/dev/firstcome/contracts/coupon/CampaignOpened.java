package dev.firstcome.contracts.coupon;

import dev.firstcome.contracts.EventType;
import java.util.UUID;

/** The campaign gives coupons from this record on. Refused before the campaign's {@code opensAt}. */
@EventType("coupon.campaign-opened.v1")
public record CampaignOpened(UUID campaignId, String commandId) implements CouponCommand {}
