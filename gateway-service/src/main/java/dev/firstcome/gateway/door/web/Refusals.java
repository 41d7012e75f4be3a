package dev.firstcome.gateway.door.web;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.server.ServerAuthenticationEntryPoint;
import org.springframework.security.web.server.authorization.ServerAccessDeniedHandler;
import org.springframework.security.web.server.firewall.ServerExchangeRejectedException;
import org.springframework.security.web.server.firewall.ServerExchangeRejectedHandler;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** How callers are told that they may not. What is no door at all is not there, with a token or without. */
@Component
final class Refusals
        implements ServerAuthenticationEntryPoint, ServerAccessDeniedHandler, ServerExchangeRejectedHandler {
    private final ProblemWriter problems;

    Refusals(ProblemWriter problems) {
        this.problems = problems;
    }

    @Override
    public Mono<Void> commence(ServerWebExchange exchange, AuthenticationException unknown) {
        if (!isDoor(exchange)) {
            return notThere(exchange);
        }
        exchange.getResponse().getHeaders().set(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
        return problems.write(exchange, HttpStatus.UNAUTHORIZED, "UNAUTHENTICATED");
    }

    @Override
    public Mono<Void> handle(ServerWebExchange exchange, AccessDeniedException denied) {
        return isDoor(exchange) ? problems.write(exchange, HttpStatus.FORBIDDEN, "FORBIDDEN") : notThere(exchange);
    }

    /** For a ticket that opens nothing: used, expired, of another address, or none at all. */
    Mono<Void> refuseTicket(ServerWebExchange exchange, AuthenticationException invalid) {
        return isDoor(exchange)
                ? problems.write(exchange, HttpStatus.UNAUTHORIZED, "TICKET_INVALID")
                : notThere(exchange);
    }

    /** Paths and headers that no honest client sends, such as encoded slashes. */
    @Override
    public Mono<Void> handle(ServerWebExchange exchange, ServerExchangeRejectedException rejected) {
        return problems.write(exchange, HttpStatus.BAD_REQUEST, "BAD_REQUEST");
    }

    private Mono<Void> notThere(ServerWebExchange exchange) {
        return problems.write(exchange, HttpStatus.NOT_FOUND, "NOT_FOUND");
    }

    private static boolean isDoor(ServerWebExchange exchange) {
        String path = exchange.getRequest().getPath().value();
        return path.startsWith("/api/") || path.startsWith("/ops/");
    }
}
