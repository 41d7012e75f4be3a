package dev.firstcome.gateway.deadlines.web;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.cloud.gateway.config.HttpClientProperties;
import org.springframework.cloud.gateway.filter.GatewayFilterChain;
import org.springframework.cloud.gateway.filter.GlobalFilter;
import org.springframework.cloud.gateway.filter.NettyWriteResponseFilter;
import org.springframework.cloud.gateway.route.Route;
import org.springframework.cloud.gateway.support.RouteMetadataUtils;
import org.springframework.cloud.gateway.support.ServerWebExchangeUtils;
import org.springframework.core.Ordered;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SignalType;

/**
 * Puts a {@link ServiceCall} into the context of each routed exchange, where {@link ServiceCallHeaders} finds it. An exchange
 * that is cancelled or fails, by a time-out or otherwise, closes its connection: an answer may still come on it. The
 * libraries leave a gap there, between the head of an answer and the moment at which the exchange knows the connection.
 */
@Component
final class ServiceCallFilter implements GlobalFilter, Ordered {
    private final HttpClientProperties properties;

    ServiceCallFilter(HttpClientProperties properties) {
        this.properties = properties;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, GatewayFilterChain chain) {
        return Mono.defer(() -> {
            ServiceCall call = new ServiceCall(timeoutOf(exchange), System.nanoTime());
            return chain.filter(exchange)
                    .doFinally(end -> {
                        if (end != SignalType.ON_COMPLETE) {
                            call.abort();
                        }
                    })
                    .contextWrite(context -> context.put(ServiceCall.class, call));
        });
    }

    /** Around the filter that passes the answer on, and behind all that wait for the client or for limits. */
    @Override
    public int getOrder() {
        return NettyWriteResponseFilter.WRITE_RESPONSE_FILTER_ORDER - 1;
    }

    private @Nullable Duration timeoutOf(ServerWebExchange exchange) {
        Route route = exchange.getRequiredAttribute(ServerWebExchangeUtils.GATEWAY_ROUTE_ATTR);
        Object own = route.getMetadata().get(RouteMetadataUtils.RESPONSE_TIMEOUT_ATTR);
        if (own == null) {
            return properties.getResponseTimeout();
        }
        long millis = Long.parseLong(own.toString());
        return millis < 0 ? null : Duration.ofMillis(millis);
    }
}
