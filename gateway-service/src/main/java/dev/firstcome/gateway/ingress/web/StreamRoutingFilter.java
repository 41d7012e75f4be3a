package dev.firstcome.gateway.ingress.web;

import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.cloud.gateway.config.HttpClientProperties;
import org.springframework.cloud.gateway.filter.GatewayFilterChain;
import org.springframework.cloud.gateway.filter.NettyRoutingFilter;
import org.springframework.cloud.gateway.filter.headers.HttpHeadersFilter;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * Forwards stream requests through {@link StreamHttpClient}, immediately before the framework's routing filter. The
 * response time-out covers only the response headers; the body of a stream has no time limit.
 */
@Component
class StreamRoutingFilter extends NettyRoutingFilter {
    StreamRoutingFilter(
            StreamHttpClient streamClient,
            ObjectProvider<List<HttpHeadersFilter>> headers,
            HttpClientProperties properties) {
        super(streamClient.client(), headers, properties);
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, GatewayFilterChain chain) {
        return StreamRequests.isStream(exchange.getRequest()) ? super.filter(exchange, chain) : chain.filter(exchange);
    }

    @Override
    public int getOrder() {
        return ORDER - 1;
    }
}
