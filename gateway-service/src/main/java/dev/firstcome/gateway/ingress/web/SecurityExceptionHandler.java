package dev.firstcome.gateway.ingress.web;

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

/**
 * Maps authentication and authorization failures to problem documents. Paths outside {@code /api} and {@code /ops} get
 * 404, with or without a token.
 */
@Component
final class SecurityExceptionHandler
        implements ServerAuthenticationEntryPoint, ServerAccessDeniedHandler, ServerExchangeRejectedHandler {
    private final ProblemWriter problems;

    SecurityExceptionHandler(ProblemWriter problems) {
        this.problems = problems;
    }

    @Override
    public Mono<Void> commence(ServerWebExchange exchange, AuthenticationException failure) {
        if (!isApiPath(exchange)) {
            return notFound(exchange);
        }
        // RFC 6750: a request without a token gets no error code.
        String challenge = InvalidTokenHandler.hasInvalidToken(exchange) ? "Bearer error=\"invalid_token\"" : "Bearer";
        exchange.getResponse().getHeaders().set(HttpHeaders.WWW_AUTHENTICATE, challenge);
        return problems.write(exchange, HttpStatus.UNAUTHORIZED, "UNAUTHENTICATED");
    }

    @Override
    public Mono<Void> handle(ServerWebExchange exchange, AccessDeniedException denied) {
        return isApiPath(exchange) ? problems.write(exchange, HttpStatus.FORBIDDEN, "FORBIDDEN") : notFound(exchange);
    }

    /** Rejects a ticket that is missing, malformed, expired, already used, or issued for another path. */
    Mono<Void> rejectTicket(ServerWebExchange exchange, AuthenticationException invalid) {
        return isApiPath(exchange)
                ? problems.write(exchange, HttpStatus.UNAUTHORIZED, "TICKET_INVALID")
                : notFound(exchange);
    }

    /** Rejects malformed paths and headers, such as encoded slashes. */
    @Override
    public Mono<Void> handle(ServerWebExchange exchange, ServerExchangeRejectedException rejected) {
        return problems.write(exchange, HttpStatus.BAD_REQUEST, "BAD_REQUEST");
    }

    private Mono<Void> notFound(ServerWebExchange exchange) {
        return problems.write(exchange, HttpStatus.NOT_FOUND, "NOT_FOUND");
    }

    private static boolean isApiPath(ServerWebExchange exchange) {
        String path = exchange.getRequest().getPath().value();
        return path.startsWith("/api/") || path.startsWith("/ops/");
    }
}
