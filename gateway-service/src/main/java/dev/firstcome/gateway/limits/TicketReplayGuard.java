package dev.firstcome.gateway.limits;

import dev.firstcome.platform.tokens.RecentTicketIds;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.stereotype.Service;
import reactor.core.publisher.Mono;

/**
 * Ensures that a stream ticket is used once: always within this process, and across all gateways while Redis is
 * available. While Redis is unavailable, a ticket could be used once per gateway before it expires; the service rejects
 * the second use.
 */
@Service
public final class TicketReplayGuard {
    private final TicketUseStore shared;
    private final RecentTicketIds local = new RecentTicketIds();
    private final Counter localOnlyClaims;

    TicketReplayGuard(TicketUseStore shared, MeterRegistry meters) {
        this.shared = shared;
        this.localOnlyClaims = meters.counter("firstcome.tickets.local");
    }

    /** Claims the ticket for one use; returns false if it was already claimed. Never returns an error. */
    public Mono<Boolean> claim(String ticketId) {
        if (!local.addIfAbsent(ticketId)) {
            return Mono.just(false);
        }
        return shared.claim(ticketId).onErrorResume(failure -> {
            localOnlyClaims.increment();
            return Mono.just(true);
        });
    }
}
