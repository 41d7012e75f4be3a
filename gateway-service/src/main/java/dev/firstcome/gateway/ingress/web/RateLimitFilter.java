package dev.firstcome.gateway.ingress.web;

import dev.firstcome.gateway.limits.RateLimitDecision;
import dev.firstcome.gateway.limits.RateLimitKey;
import dev.firstcome.gateway.limits.RateLimiter;
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
 * Rejects requests over the rate limit with 429. Authenticated requests count per user, all others per socket address.
 * Forwarding headers are not trusted.
 */
@Component
final class RateLimitFilter implements GlobalFilter, Ordered {
    static final int ORDER = -200;
    static final String REMAINING = "X-RateLimit-Remaining";

    /** Route metadata key; the value {@code none} disables the rate limit of the route. */
    private static final String LIMIT = "limit";

    private static final String UNLIMITED = "none";

    private final RateLimiter limiter;
    private final ProblemWriter problems;

    RateLimitFilter(RateLimiter limiter, ProblemWriter problems) {
        this.limiter = limiter;
        this.problems = problems;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, GatewayFilterChain chain) {
        Route route = exchange.getRequiredAttribute(ServerWebExchangeUtils.GATEWAY_ROUTE_ATTR);
        if (UNLIMITED.equals(String.valueOf(route.getMetadata().get(LIMIT)))) {
            return chain.filter(exchange);
        }
        return exchange.getPrincipal()
                .map(caller -> RateLimitKey.of(UUID.fromString(caller.getName()), route.getId()))
                .onErrorResume(IllegalArgumentException.class, noUser -> Mono.empty())
                .switchIfEmpty(Mono.fromSupplier(() -> RateLimitKey.of(addressOf(exchange), route.getId())))
                .flatMap(limiter::tryConsume)
                .flatMap(decision -> apply(decision, exchange, chain));
    }

    @Override
    public int getOrder() {
        return ORDER;
    }

    private Mono<Void> apply(RateLimitDecision decision, ServerWebExchange exchange, GatewayFilterChain chain) {
        exchange.getResponse().getHeaders().set(REMAINING, String.valueOf(decision.remaining()));
        return decision.allowed()
                ? chain.filter(exchange)
                : problems.write(exchange, HttpStatus.TOO_MANY_REQUESTS, "RATE_LIMITED", decision.retryAfter());
    }

    private static InetAddress addressOf(ServerWebExchange exchange) {
        InetSocketAddress remote = exchange.getRequest().getRemoteAddress();
        return remote == null || remote.getAddress() == null ? InetAddress.getLoopbackAddress() : remote.getAddress();
    }
}
