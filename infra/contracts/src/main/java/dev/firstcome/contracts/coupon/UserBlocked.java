package dev.firstcome.contracts.coupon;

import dev.firstcome.contracts.EventType;
import java.util.UUID;

/** From here on the user gets nothing from this campaign. */
@EventType("coupon.user-blocked.v1")
public record UserBlocked(UUID campaignId, String commandId, UUID userId) implements CouponCommand {}
