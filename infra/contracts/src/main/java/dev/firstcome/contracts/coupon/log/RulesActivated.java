package dev.firstcome.contracts.coupon.log;

import dev.firstcome.contracts.EventType;
import java.util.UUID;

/** Activates another version of the issuing rules for the later records of a campaign. */
@EventType("coupon.rules-activated.v1")
public record RulesActivated(UUID campaignId, String commandId, int version) implements CouponCommand {}
