package dev.firstcome.gateway.instances.web;

import dev.firstcome.gateway.instances.InstanceSelector;
import dev.firstcome.platform.problems.ProblemException;
import java.net.URI;
import org.springframework.cloud.gateway.filter.GatewayFilterChain;
import org.springframework.cloud.gateway.filter.GlobalFilter;
import org.springframework.cloud.gateway.filter.RouteToRequestUrlFilter;
import org.springframework.cloud.gateway.support.ServerWebExchangeUtils;
import org.springframework.core.Ordered;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * Replaces the service name of a route URI, such as {@code service://coupon-service}, with the address of the selected
 * instance.
 */
@Component
final class InstanceUriFilter implements GlobalFilter, Ordered {
    private static final String SCHEME = "service";

    private final InstanceSelector instances;

    InstanceUriFilter(InstanceSelector instances) {
        this.instances = instances;
    }

    @Override
    public int getOrder() {
        return RouteToRequestUrlFilter.ROUTE_TO_URL_FILTER_ORDER + 1;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, GatewayFilterChain chain) {
        URI serviceUri = exchange.getRequiredAttribute(ServerWebExchangeUtils.GATEWAY_REQUEST_URL_ATTR);
        if (!SCHEME.equals(serviceUri.getScheme())) {
            return chain.filter(exchange);
        }
        return instances
                .select(serviceUri.getHost())
                .map(instance -> {
                    exchange.getAttributes()
                            .put(
                                    ServerWebExchangeUtils.GATEWAY_REQUEST_URL_ATTR,
                                    withAddress(exchange.getRequest(), instance.address()));
                    return chain.filter(exchange);
                })
                .orElseGet(() -> Mono.error(ProblemException.unavailable()));
    }

    /**
     * Takes path and query as the client sent them. The framework's own builder fails on characters such as {@code =} in
     * a value, and encodes a value with such characters a second time.
     */
    private static URI withAddress(ServerHttpRequest request, URI instance) {
        URI sent = request.getURI();
        String query = sent.getRawQuery() == null ? "" : "?" + sent.getRawQuery();
        return URI.create(instance.getScheme() + "://" + instance.getRawAuthority() + sent.getRawPath() + query);
    }
}
