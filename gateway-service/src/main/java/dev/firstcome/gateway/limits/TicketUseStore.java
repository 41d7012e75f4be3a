package dev.firstcome.gateway.limits;

import reactor.core.publisher.Mono;

/**
 * Used stream tickets, shared by all gateways. Fails with an error if the shared state is unavailable; never guesses.
 */
public interface TicketUseStore {
    /** Claims the ticket with this id, a verified UUID; returns false if it was already claimed. */
    Mono<Boolean> claim(String ticketId);
}
