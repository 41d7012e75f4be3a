package dev.firstcome.gateway.door.web;

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
 * Calls services for streams, over connections of their own, just before the framework's own filter would. The response
 * time-out is that of an answer's head: a stream's comes at once, and nothing limits what follows.
 */
@Component
class StreamRouting extends NettyRoutingFilter {
    StreamRouting(
            StreamConnections streams,
            ObjectProvider<List<HttpHeadersFilter>> headers,
            HttpClientProperties properties) {
        super(streams.client(), headers, properties);
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, GatewayFilterChain chain) {
        return StreamCalls.isStream(exchange.getRequest()) ? super.filter(exchange, chain) : chain.filter(exchange);
    }

    @Override
    public int getOrder() {
        return ORDER - 1;
    }
}
