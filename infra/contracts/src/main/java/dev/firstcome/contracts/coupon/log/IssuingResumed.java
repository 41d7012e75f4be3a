package dev.firstcome.contracts.coupon.log;

import dev.firstcome.contracts.EventType;
import java.util.UUID;

/** Resumes a campaign: the deferred requests are decided in their order, before any newer record. */
@EventType("coupon.issuing-resumed.v1")
public record IssuingResumed(UUID campaignId, String commandId) implements CouponCommand {}
