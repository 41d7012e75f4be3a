package dev.firstcome.gateway.limits;

import reactor.core.publisher.Mono;

/** Which tickets were used, as all gateways know it. Fails where that cannot be known; it never guesses. */
public interface TicketUses {
    /** Notes the use of the ticket with this id, a UUID that was verified; false if there was one before. */
    Mono<Boolean> first(String ticketId);
}
