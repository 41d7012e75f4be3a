package dev.firstcome.gateway.ingress.web;

import org.springframework.http.HttpHeaders;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.server.WebFilterExchange;
import org.springframework.security.web.server.authentication.ServerAuthenticationFailureHandler;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * Continues a request with an invalid access token as an anonymous request. A public endpoint therefore ignores the
 * token, such as an expired one that a browser sends along. Other endpoints answer 401 {@code invalid_token}. The
 * token is not forwarded.
 */
@Component
final class InvalidTokenHandler implements ServerAuthenticationFailureHandler {
    private static final String ATTRIBUTE = "firstcome.invalid-token";

    private final SecurityExceptionHandler exceptions;

    InvalidTokenHandler(SecurityExceptionHandler exceptions) {
        this.exceptions = exceptions;
    }

    @Override
    public Mono<Void> onAuthenticationFailure(WebFilterExchange filter, AuthenticationException invalid) {
        ServerWebExchange exchange = filter.getExchange();
        if (hasInvalidToken(exchange)) { // the request was continued once, and must not be executed again
            return exceptions.commence(exchange, invalid);
        }
        exchange.getAttributes().put(ATTRIBUTE, true);
        ServerWebExchange anonymous = exchange.mutate()
                .request(request -> request.headers(headers -> headers.remove(HttpHeaders.AUTHORIZATION)))
                .build();
        return filter.getChain().filter(anonymous);
    }

    static boolean hasInvalidToken(ServerWebExchange exchange) {
        return exchange.getAttributes().containsKey(ATTRIBUTE);
    }
}
