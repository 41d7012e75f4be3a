package dev.firstcome.gateway.door.web;

import dev.firstcome.gateway.limits.LimitKey;
import dev.firstcome.gateway.limits.RateLimiter;
import dev.firstcome.gateway.limits.Verdict;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.UUID;
import org.springframework.cloud.gateway.filter.GatewayFilterChain;
import org.springframework.cloud.gateway.filter.GlobalFilter;
import org.springframework.cloud.gateway.route.Route;
import org.springframework.cloud.gateway.support.ServerWebExchangeUtils;
import org.springframework.core.Ordered;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * Refuses callers that come too often. Who has a token is counted as its user, everybody else by the address of the
 * socket: what a header says about addresses is not believed.
 */
@Component
final class RateLimitFilter implements GlobalFilter, Ordered {
    static final int ORDER = -200;
    static final String REMAINING = "X-RateLimit-Remaining";

    /** A route's metadata: whether its calls are counted by who comes. */
    private static final String LIMIT = "limit";

    private static final String NOT_COUNTED = "none";

    private final RateLimiter limiter;
    private final ProblemWriter problems;

    RateLimitFilter(RateLimiter limiter, ProblemWriter problems) {
        this.limiter = limiter;
        this.problems = problems;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, GatewayFilterChain chain) {
        Route route = exchange.getRequiredAttribute(ServerWebExchangeUtils.GATEWAY_ROUTE_ATTR);
        if (NOT_COUNTED.equals(String.valueOf(route.getMetadata().get(LIMIT)))) {
            return chain.filter(exchange);
        }
        return exchange.getPrincipal()
                .map(caller -> LimitKey.of(UUID.fromString(caller.getName()), route.getId()))
                .onErrorResume(IllegalArgumentException.class, noUser -> Mono.empty())
                .switchIfEmpty(Mono.fromSupplier(() -> LimitKey.of(addressOf(exchange), route.getId())))
                .flatMap(limiter::take)
                .flatMap(verdict -> decide(verdict, exchange, chain));
    }

    @Override
    public int getOrder() {
        return ORDER;
    }

    private Mono<Void> decide(Verdict verdict, ServerWebExchange exchange, GatewayFilterChain chain) {
        exchange.getResponse().getHeaders().set(REMAINING, String.valueOf(verdict.remaining()));
        return verdict.allowed()
                ? chain.filter(exchange)
                : problems.write(exchange, HttpStatus.TOO_MANY_REQUESTS, "RATE_LIMITED", verdict.retryAfter());
    }

    private static InetAddress addressOf(ServerWebExchange exchange) {
        InetSocketAddress remote = exchange.getRequest().getRemoteAddress();
        return remote == null || remote.getAddress() == null ? InetAddress.getLoopbackAddress() : remote.getAddress();
    }
}
