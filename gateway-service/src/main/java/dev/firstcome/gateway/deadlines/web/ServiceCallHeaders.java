package dev.firstcome.gateway.deadlines.web;

import dev.firstcome.gateway.deadlines.SendClock;
import dev.firstcome.platform.deadlines.RequestDeadline.DeadlineHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import org.springframework.cloud.gateway.config.HttpClientCustomizer;
import org.springframework.stereotype.Component;
import reactor.netty.Connection;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpClientRequest;

/**
 * Sets the deadline headers of a request when its connection is acquired and it is about to be sent: the send time, and what
 * is left of the response time-out. Headers of a client with these names were removed before.
 *
 * <p>A connection is used for one {@code HEAD} request only. Its answer ends with the head, so the connection would be
 * reused at once, and the service may still be busy with the request.
 */
@Component
final class ServiceCallHeaders implements HttpClientCustomizer {
    private final SendClock clock;

    ServiceCallHeaders(SendClock clock) {
        this.clock = clock;
    }

    @Override
    public HttpClient customize(HttpClient client) {
        return client.doOnRequest(this::prepare);
    }

    private void prepare(HttpClientRequest request, Connection connection) {
        if (HttpMethod.HEAD.equals(request.method())) {
            connection.markPersistent(false);
        }
        request.currentContextView().<ServiceCall>getOrEmpty(ServiceCall.class).ifPresent(call -> {
            call.sendOn(connection);
            call.budgetMillis(System.nanoTime()).ifPresent(budget -> setHeaders(request.requestHeaders(), budget));
        });
    }

    private void setHeaders(HttpHeaders headers, long budgetMillis) {
        headers.set(DeadlineHeaders.CLOCK, clock.id());
        headers.set(DeadlineHeaders.SENT, clock.millis());
        headers.set(DeadlineHeaders.BUDGET, budgetMillis);
    }
}
