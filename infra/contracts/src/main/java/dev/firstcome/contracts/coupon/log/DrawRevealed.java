package dev.firstcome.contracts.coupon.log;

import dev.firstcome.contracts.EventType;
import java.util.UUID;

/**
 * Reveals the seed of a draw: 32 bytes in lower-case hex, whose hash {@link CampaignScheduled} published. Tickets are
 * served in the order of SHA-256 over the seed (32 bytes), the campaign id (16 bytes) and the user id (16 bytes).
 */
@EventType("coupon.draw-revealed.v1")
public record DrawRevealed(UUID campaignId, String commandId, String seed) implements CouponCommand {}
