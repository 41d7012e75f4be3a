package dev.firstcome.contracts.coupon.log;

import dev.firstcome.contracts.EventType;
import java.util.UUID;

/** Adds at least one coupon to the stock for later requests. */
@EventType("coupon.stock-added.v1")
public record StockAdded(UUID campaignId, String commandId, long amount) implements CouponCommand {}
