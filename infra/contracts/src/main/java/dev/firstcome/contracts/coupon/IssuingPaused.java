package dev.firstcome.contracts.coupon;

import dev.firstcome.contracts.EventType;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** From here on requests are held in their order. {@code until} is what users are told, not an end. */
@EventType("coupon.issuing-paused.v1")
public record IssuingPaused(
        UUID campaignId, String commandId, @Nullable Instant until) implements CouponCommand {}
