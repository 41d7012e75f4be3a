package dev.firstcome.gateway.ingress.web;

import dev.firstcome.gateway.limits.TicketReplayGuard;
import dev.firstcome.platform.problems.ProblemException;
import dev.firstcome.platform.startup.StartupTasks;
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

/**
 * Authenticates stream requests by single-use tickets. A verified ticket is consumed by its first request, even if that
 * request fails.
 */
@Component
final class StreamTicketAuthenticator {
    private final StreamTicketVerifier verifier;
    private final TicketReplayGuard replayGuard;
    private final StartupTasks startup;

    StreamTicketAuthenticator(StreamTicketVerifier verifier, TicketReplayGuard replayGuard, StartupTasks startup) {
        this.verifier = verifier;
        this.replayGuard = replayGuard;
        this.startup = startup;
    }

    static Mono<MatchResult> matchesTicketRequest(ServerWebExchange exchange) {
        return exchange.getRequest().getHeaders().containsHeader(StreamTicketVerifier.HEADER)
                ? MatchResult.match()
                : MatchResult.notMatch();
    }

    static Mono<Authentication> ticketFrom(ServerWebExchange exchange) {
        return Mono.justOrEmpty(exchange.getRequest().getHeaders().getFirst(StreamTicketVerifier.HEADER))
                .filter(ticket -> !ticket.isEmpty())
                .map(BearerTokenAuthenticationToken::new);
    }

    /** Returns a manager that verifies the ticket for the method and path of this request. */
    ReactiveAuthenticationManager managerFor(ServerWebExchange exchange) {
        String method = exchange.getRequest().getMethod().name();
        String path = exchange.getRequest().getURI().getRawPath();
        return token -> Mono.fromCallable(
                        () -> verifier.verify(((BearerTokenAuthenticationToken) token).getToken(), method, path))
                .onErrorMap(JwtException.class, this::toAuthenticationException)
                .flatMap(ticket -> replayGuard
                        .claim(ticket.id())
                        .filter(claimed -> claimed)
                        .map(claimed -> ticket.authentication())
                        .switchIfEmpty(Mono.error(
                                () -> new InvalidBearerTokenException("the stream ticket was already used"))));
    }

    /** Before the keys are loaded, every ticket gets 503, because neither acceptance nor rejection is justified. */
    private Exception toAuthenticationException(JwtException invalid) {
        return startup.allSucceeded()
                ? new InvalidBearerTokenException("the stream ticket is invalid", invalid)
                : ProblemException.unavailable();
    }
}
