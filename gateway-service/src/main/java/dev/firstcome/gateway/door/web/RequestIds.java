package dev.firstcome.gateway.door.web;

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
 * Gives every call an id, which its answer carries, whoever answers, and which the service is told. An answer that asks
 * the client to come again says when.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
final class RequestIds implements WebFilter {
    static final String HEADER = "X-Request-Id";
    static final String ATTRIBUTE = "firstcome.request-id";
    private static final Duration SOON = Duration.ofSeconds(1);

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        String id = UUID.randomUUID().toString();
        exchange.getAttributes().put(ATTRIBUTE, id);
        ServerHttpResponse response = exchange.getResponse();
        response.getHeaders().set(HEADER, id);
        response.beforeCommit(() -> {
            sayWhen(response);
            return Mono.empty();
        });
        return chain.filter(exchange);
    }

    private static void sayWhen(ServerHttpResponse response) {
        HttpStatusCode status = response.getStatusCode();
        if ((HttpStatus.SERVICE_UNAVAILABLE.equals(status) || HttpStatus.TOO_MANY_REQUESTS.equals(status))
                && !response.getHeaders().containsHeader(HttpHeaders.RETRY_AFTER)) {
            response.getHeaders().set(HttpHeaders.RETRY_AFTER, String.valueOf(SOON.toSeconds()));
        }
    }
}
