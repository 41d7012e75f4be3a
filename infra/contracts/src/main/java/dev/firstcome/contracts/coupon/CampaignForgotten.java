package dev.firstcome.contracts.coupon;

import dev.firstcome.contracts.EventType;
import java.util.UUID;

/**
 * Removes a finished campaign's state from the fold.
 *
 * @param through what its writer knew to be published. All that the campaign decided late must be: once its state is gone,
 *     nobody could publish that again.
 */
@EventType("coupon.campaign-forgotten.v1")
public record CampaignForgotten(UUID campaignId, String commandId, long through) implements CouponCommand {}
