package dev.firstcome.contracts.coupon.log;

import dev.firstcome.contracts.EventType;
import java.util.UUID;

/** Blocks a user: later requests and grants of the user in this campaign get no coupon. */
@EventType("coupon.user-blocked.v1")
public record UserBlocked(UUID campaignId, String commandId, UUID userId) implements CouponCommand {}
