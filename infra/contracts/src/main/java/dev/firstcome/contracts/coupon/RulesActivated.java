package dev.firstcome.contracts.coupon;

import dev.firstcome.contracts.EventType;
import java.util.UUID;

/** Another version of the issuing rules decides the records that come after it. */
@EventType("coupon.rules-activated.v1")
public record RulesActivated(UUID campaignId, String commandId, int version) implements CouponCommand {}
