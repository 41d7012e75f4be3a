package dev.firstcome.gateway.ingress.web;

import dev.firstcome.gateway.ingress.IngressProperties;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.springframework.cloud.gateway.filter.GatewayFilterChain;
import org.springframework.cloud.gateway.filter.GlobalFilter;
import org.springframework.core.Ordered;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Buffers a request body before the request is forwarded, and rejects a body over the size limit, with or without a
 * Content-Length. Neither an oversized nor an endless body reaches a service, and a slow client occupies no service
 * connection.
 */
@Component
final class RequestBodyLimitFilter implements GlobalFilter, Ordered {
    static final int ORDER = RateLimitFilter.ORDER + 10;

    private final int bytesMax;
    private final Duration timeout;
    private final ProblemWriter problems;

    RequestBodyLimitFilter(IngressProperties properties, ProblemWriter problems) {
        this.bytesMax = Math.toIntExact(properties.bodyMax().toBytes());
        this.timeout = properties.bodyTimeout();
        this.problems = problems;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, GatewayFilterChain chain) {
        HttpHeaders headers = exchange.getRequest().getHeaders();
        long length = headers.getContentLength();
        if (length > bytesMax) {
            return tooLarge(exchange);
        }
        if (length <= 0 && !headers.containsHeader(HttpHeaders.TRANSFER_ENCODING)) {
            return chain.filter(exchange);
        }
        // Handles only errors of reading the body; errors of the forwarded request pass through.
        return read(exchange.getRequest())
                .map(body -> chain.filter(
                        exchange.mutate().request(withBody(exchange, body)).build()))
                .onErrorResume(DataBufferLimitException.class, oversized -> Mono.just(tooLarge(exchange)))
                .onErrorResume(TimeoutException.class, slow -> Mono.just(tooSlow(exchange)))
                .flatMap(next -> next);
    }

    @Override
    public int getOrder() {
        return ORDER;
    }

    private Mono<byte[]> read(ServerHttpRequest request) {
        return DataBufferUtils.join(request.getBody(), bytesMax)
                .map(RequestBodyLimitFilter::copy)
                .defaultIfEmpty(new byte[0])
                .timeout(timeout);
    }

    private static byte[] copy(DataBuffer buffer) {
        byte[] bytes = new byte[buffer.readableByteCount()];
        buffer.read(bytes);
        DataBufferUtils.release(buffer);
        return bytes;
    }

    private static ServerHttpRequest withBody(ServerWebExchange exchange, byte[] body) {
        return new ServerHttpRequestDecorator(exchange.getRequest()) {
            @Override
            public Flux<DataBuffer> getBody() {
                return Flux.defer(
                        () -> Flux.just(exchange.getResponse().bufferFactory().wrap(body)));
            }
        };
    }

    /** Closes the connection, because the unread rest of the body makes it unusable. */
    private Mono<Void> tooLarge(ServerWebExchange exchange) {
        exchange.getResponse().getHeaders().set(HttpHeaders.CONNECTION, "close");
        return problems.write(exchange, HttpStatus.CONTENT_TOO_LARGE, "BODY_TOO_LARGE");
    }

    private Mono<Void> tooSlow(ServerWebExchange exchange) {
        exchange.getResponse().getHeaders().set(HttpHeaders.CONNECTION, "close");
        return problems.write(exchange, HttpStatus.REQUEST_TIMEOUT, "BODY_TOO_SLOW");
    }
}
