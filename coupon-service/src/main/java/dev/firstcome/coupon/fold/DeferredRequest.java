package dev.firstcome.coupon.fold;

import java.util.UUID;

/**
 * A deferred request.
 *
 * @param arrival arrival number in its campaign, from 1
 */
public record DeferredRequest(long offset, UUID userId, long arrival) {}
