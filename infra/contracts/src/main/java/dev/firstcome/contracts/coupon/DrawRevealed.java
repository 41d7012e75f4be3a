package dev.firstcome.contracts.coupon;

import dev.firstcome.contracts.EventType;
import java.util.UUID;

/**
 * The seed of the draw, 32 bytes in lower-case hex, whose hash was published with the campaign. Tickets are served in the
 * order of SHA-256 over the seed's 32 bytes, the campaign's id (16 bytes) and the user's id (16 bytes).
 */
@EventType("coupon.draw-revealed.v1")
public record DrawRevealed(UUID campaignId, String commandId, String seed) implements CouponCommand {}
