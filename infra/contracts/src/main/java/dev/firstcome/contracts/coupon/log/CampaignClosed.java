package dev.firstcome.contracts.coupon.log;

import dev.firstcome.contracts.EventType;
import dev.firstcome.contracts.coupon.CloseCause;
import java.util.UUID;

/**
 * Closes a campaign: later requests are rejected as CLOSED. With {@link CloseCause#TIME} the command is REFUSED before
 * the campaign's {@code closesAt}.
 */
@EventType("coupon.campaign-closed.v1")
public record CampaignClosed(UUID campaignId, String commandId, CloseCause cause) implements CouponCommand {}
