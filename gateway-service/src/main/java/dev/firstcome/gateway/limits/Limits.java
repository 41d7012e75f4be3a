package dev.firstcome.gateway.limits;

import reactor.core.publisher.Mono;

/** Counts calls. Fails where the count cannot be had; it never guesses. */
public interface Limits {
    /** Takes one call out of what this caller has left on this route, if there is one. */
    Mono<Verdict> take(LimitKey key);
}
