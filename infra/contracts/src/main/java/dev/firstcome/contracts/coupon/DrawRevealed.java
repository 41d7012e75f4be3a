package dev.firstcome.contracts.coupon;

import dev.firstcome.contracts.EventType;
import java.util.UUID;

/** The seed of the draw, in lower-case hex, whose hash was published with the campaign. */
@EventType("coupon.draw-revealed.v1")
public record DrawRevealed(UUID campaignId, String commandId, String seed) implements CouponCommand {}
