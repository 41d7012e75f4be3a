package dev.firstcome.gateway.door.web;

import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.cloud.gateway.config.HttpClientProperties;
import org.springframework.cloud.gateway.filter.NettyRoutingFilter;
import org.springframework.cloud.gateway.filter.headers.HttpHeadersFilter;
import org.springframework.cloud.gateway.route.Route;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import reactor.netty.http.client.HttpClient;

/**
 * Calls services as the framework's own filter does, which it replaces, but streams over connections of their own. The
 * response time-out is that of an answer's head: a stream's comes at once, and nothing limits what follows.
 */
@Component
class StreamRouting extends NettyRoutingFilter {
    private final StreamConnections streams;

    StreamRouting(
            HttpClient client,
            StreamConnections streams,
            ObjectProvider<List<HttpHeadersFilter>> headers,
            HttpClientProperties properties) {
        super(client, headers, properties);
        this.streams = streams;
    }

    @Override
    protected HttpClient getHttpClient(Route route, ServerWebExchange exchange) {
        return StreamCalls.isStream(exchange.getRequest()) ? streams.client() : super.getHttpClient(route, exchange);
    }
}
