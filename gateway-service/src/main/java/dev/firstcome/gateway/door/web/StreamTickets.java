package dev.firstcome.gateway.door.web;

import dev.firstcome.gateway.limits.SingleUse;
import dev.firstcome.platform.problems.Problem;
import dev.firstcome.platform.startup.Startup;
import dev.firstcome.platform.tokens.StreamTicketVerifier;
import org.springframework.security.authentication.ReactiveAuthenticationManager;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthenticationToken;
import org.springframework.security.web.server.util.matcher.ServerWebExchangeMatcher.MatchResult;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Opens a stream for whoever comes with a ticket for it, once. A ticket is used up whatever becomes of the call. */
@Component
final class StreamTickets {
    private final StreamTicketVerifier verifier;
    private final SingleUse uses;
    private final Startup startup;

    StreamTickets(StreamTicketVerifier verifier, SingleUse uses, Startup startup) {
        this.verifier = verifier;
        this.uses = uses;
        this.startup = startup;
    }

    static Mono<MatchResult> isTicketCall(ServerWebExchange exchange) {
        return exchange.getRequest().getHeaders().containsHeader(StreamTicketVerifier.HEADER)
                ? MatchResult.match()
                : MatchResult.notMatch();
    }

    static Mono<Authentication> ticketOf(ServerWebExchange exchange) {
        return Mono.justOrEmpty(exchange.getRequest().getHeaders().getFirst(StreamTicketVerifier.HEADER))
                .filter(ticket -> !ticket.isEmpty())
                .map(BearerTokenAuthenticationToken::new);
    }

    /** Who has come with the ticket of this call. */
    ReactiveAuthenticationManager opening(ServerWebExchange exchange) {
        String method = exchange.getRequest().getMethod().name();
        String path = exchange.getRequest().getURI().getRawPath();
        return presented -> Mono.fromCallable(
                        () -> verifier.verify(((BearerTokenAuthenticationToken) presented).getToken(), method, path))
                .onErrorMap(JwtException.class, this::refusal)
                .flatMap(ticket -> uses.first(ticket.id())
                        .filter(first -> first)
                        .map(first -> ticket.authentication())
                        .switchIfEmpty(
                                Mono.error(() -> new InvalidBearerTokenException("the ticket was used before"))));
    }

    /** While the keys are not known yet nothing can be said about a ticket, good or bad. */
    private Exception refusal(JwtException invalid) {
        return startup.done()
                ? new InvalidBearerTokenException("the ticket is not good", invalid)
                : Problem.unavailable();
    }
}
