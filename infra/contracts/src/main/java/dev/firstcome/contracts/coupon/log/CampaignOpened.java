package dev.firstcome.contracts.coupon.log;

import dev.firstcome.contracts.EventType;
import java.util.UUID;

/** Opens a campaign: requests are issued from this record on. REFUSED before the campaign's {@code opensAt}. */
@EventType("coupon.campaign-opened.v1")
public record CampaignOpened(UUID campaignId, String commandId) implements CouponCommand {}
