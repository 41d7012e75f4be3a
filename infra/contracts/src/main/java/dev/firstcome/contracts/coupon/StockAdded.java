package dev.firstcome.contracts.coupon;

import dev.firstcome.contracts.EventType;
import java.util.UUID;

/** More coupons, at least one, for requests that come after it. */
@EventType("coupon.stock-added.v1")
public record StockAdded(UUID campaignId, String commandId, long amount) implements CouponCommand {}
