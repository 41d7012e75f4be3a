package dev.firstcome.gateway.instances.web;

import dev.firstcome.gateway.instances.Instances;
import dev.firstcome.platform.problems.Problem;
import java.net.URI;
import org.springframework.cloud.gateway.filter.GatewayFilterChain;
import org.springframework.cloud.gateway.filter.GlobalFilter;
import org.springframework.cloud.gateway.filter.RouteToRequestUrlFilter;
import org.springframework.cloud.gateway.support.ServerWebExchangeUtils;
import org.springframework.core.Ordered;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.util.UriComponentsBuilder;
import reactor.core.publisher.Mono;

/** Puts the address of an instance in the place of a service's name: a route leads to {@code service://coupon-service}. */
@Component
final class InstanceFilter implements GlobalFilter, Ordered {
    private static final String SCHEME = "service";

    private final Instances instances;

    InstanceFilter(Instances instances) {
        this.instances = instances;
    }

    @Override
    public int getOrder() {
        return RouteToRequestUrlFilter.ROUTE_TO_URL_FILTER_ORDER + 1;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, GatewayFilterChain chain) {
        URI wanted = exchange.getRequiredAttribute(ServerWebExchangeUtils.GATEWAY_REQUEST_URL_ATTR);
        if (!SCHEME.equals(wanted.getScheme())) {
            return chain.filter(exchange);
        }
        return instances
                .next(wanted.getHost())
                .map(instance -> {
                    exchange.getAttributes()
                            .put(ServerWebExchangeUtils.GATEWAY_REQUEST_URL_ATTR, at(wanted, instance.address()));
                    return chain.filter(exchange);
                })
                .orElseGet(() -> Mono.error(Problem.unavailable()));
    }

    private static URI at(URI wanted, URI instance) {
        return UriComponentsBuilder.fromUri(wanted)
                .scheme(instance.getScheme())
                .host(instance.getHost())
                .port(instance.getPort())
                .build(true)
                .toUri();
    }
}
