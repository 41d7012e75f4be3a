package dev.firstcome.coupon.partitionstate;

import java.util.UUID;

/**
 * A deferred request.
 *
 * @param offset the offset of the request
 * @param arrival the arrival number in its campaign, from 1
 */
public record DeferredRequest(long offset, UUID userId, long arrival) {}
