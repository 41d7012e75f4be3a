package dev.firstcome.gateway.limits;

import dev.firstcome.platform.tokens.UsedTickets;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.stereotype.Service;
import reactor.core.publisher.Mono;

/**
 * That a stream's ticket is used once: in this process always, over all gateways as long as the cache Redis answers. While
 * it does not, a ticket could be used once at each gateway, within its half minute; the service then remembers it, too.
 */
@Service
public final class SingleUse {
    private final TicketUses shared;
    private final UsedTickets own = new UsedTickets();
    private final Counter notShared;

    SingleUse(TicketUses shared, MeterRegistry meters) {
        this.shared = shared;
        this.notShared = meters.counter("firstcome.tickets.local");
    }

    /** Notes the use of the ticket; false if there was one before. Never fails. */
    public Mono<Boolean> first(String ticketId) {
        if (!own.first(ticketId)) {
            return Mono.just(false);
        }
        return shared.first(ticketId).onErrorResume(away -> {
            notShared.increment();
            return Mono.just(true);
        });
    }
}
