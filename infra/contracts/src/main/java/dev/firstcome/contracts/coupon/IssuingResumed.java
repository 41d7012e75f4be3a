package dev.firstcome.contracts.coupon;

import dev.firstcome.contracts.EventType;
import java.util.UUID;

/** Decides the held requests in their order, before anything newer. */
@EventType("coupon.issuing-resumed.v1")
public record IssuingResumed(UUID campaignId, String commandId) implements CouponCommand {}
