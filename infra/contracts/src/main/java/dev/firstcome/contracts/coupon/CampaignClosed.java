package dev.firstcome.contracts.coupon;

import dev.firstcome.contracts.EventType;
import java.util.UUID;

/** Nothing is given from here on. With {@link CloseCause#TIME} refused before the campaign's {@code closesAt}. */
@EventType("coupon.campaign-closed.v1")
public record CampaignClosed(UUID campaignId, String commandId, CloseCause cause) implements CouponCommand {}
