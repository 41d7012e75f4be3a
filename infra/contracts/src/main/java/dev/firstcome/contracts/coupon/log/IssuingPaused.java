package dev.firstcome.contracts.coupon.log;

import dev.firstcome.contracts.EventType;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Pauses a campaign: later requests are deferred in their order.
 *
 * @param until the announced end of the pause, for users only; the pause ends with {@link IssuingResumed}. Null if none
 *     is announced
 */
@EventType("coupon.issuing-paused.v1")
public record IssuingPaused(
        UUID campaignId, String commandId, @Nullable Instant until) implements CouponCommand {}
