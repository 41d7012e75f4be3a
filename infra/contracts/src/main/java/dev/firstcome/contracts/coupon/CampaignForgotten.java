package dev.firstcome.contracts.coupon;

import dev.firstcome.contracts.EventType;
import java.util.UUID;

/** Removes a finished campaign's state from the fold; {@code through} is its writer's published position. */
@EventType("coupon.campaign-forgotten.v1")
public record CampaignForgotten(UUID campaignId, String commandId, long through) implements CouponCommand {}
