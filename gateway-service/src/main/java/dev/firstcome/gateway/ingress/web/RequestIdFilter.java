package dev.firstcome.gateway.ingress.web;

import java.time.Duration;
import java.util.UUID;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Assigns a request id, sets it on every response, and stores it for the forwarded request. Adds Retry-After to 429 and
 * 503 responses without one.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
final class RequestIdFilter implements WebFilter {
    static final String HEADER = "X-Request-Id";
    static final String ATTRIBUTE = "firstcome.request-id";
    private static final Duration RETRY_DELAY = Duration.ofSeconds(1);

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        String id = UUID.randomUUID().toString();
        exchange.getAttributes().put(ATTRIBUTE, id);
        ServerHttpResponse response = exchange.getResponse();
        response.getHeaders().set(HEADER, id);
        response.beforeCommit(() -> {
            addRetryAfter(response);
            return Mono.empty();
        });
        return chain.filter(exchange);
    }

    private static void addRetryAfter(ServerHttpResponse response) {
        HttpStatusCode status = response.getStatusCode();
        if ((HttpStatus.SERVICE_UNAVAILABLE.equals(status) || HttpStatus.TOO_MANY_REQUESTS.equals(status))
                && !response.getHeaders().containsHeader(HttpHeaders.RETRY_AFTER)) {
            response.getHeaders().set(HttpHeaders.RETRY_AFTER, String.valueOf(RETRY_DELAY.toSeconds()));
        }
    }
}
