package dev.firstcome.gateway.limits;

import reactor.core.publisher.Mono;

/** Token buckets shared by all gateways. Fails with an error if the shared state is unavailable; never guesses. */
public interface SharedRateLimits {
    /** Consumes one token of the bucket, if one is available. */
    Mono<RateLimitDecision> tryConsume(RateLimitKey key);
}
