package dev.firstcome.psp.http;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import dev.firstcome.psp.api.RenderedResponse;
import dev.firstcome.psp.api.ShutdownAwareDelay;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;

/**
 * Sends or withholds responses as their {@link dev.firstcome.psp.api.ResponseDelivery} requires. Each method ends the
 * exchange.
 */
final class ResponseWriter {
    static final Duration WITHHOLD_TIMEOUT = Duration.ofSeconds(30);
    static final Duration DRIP_INTERVAL = Duration.ofMillis(50);

    private final ShutdownAwareDelay delay;

    ResponseWriter(ShutdownAwareDelay delay) {
        this.delay = delay;
    }

    void send(HttpExchange exchange, RenderedResponse response) throws IOException {
        try (exchange) {
            switch (response.delivery()) {
                case COMPLETE, AFTER_EVENTS -> complete(exchange, response);
                case DRIPPED -> drip(exchange, response);
                case TRUNCATED -> truncate(exchange, response);
                case WITHHELD -> {
                    response.onSent().run();
                    withhold(exchange);
                }
            }
        } finally {
            response.onSent().run();
        }
    }

    /** Sends a complete response. */
    void sendComplete(HttpExchange exchange, int status, byte[] body) throws IOException {
        send(exchange, RenderedResponse.complete(status, body));
    }

    /** Waits for the timeout, then closes the connection. The server cannot detect that the client has disconnected. */
    void withhold(HttpExchange exchange) {
        delay.await(WITHHOLD_TIMEOUT);
        close(exchange);
    }

    void close(HttpExchange exchange) {
        exchange.close();
    }

    private static void complete(HttpExchange exchange, RenderedResponse response) throws IOException {
        sendHeaders(exchange, response);
        exchange.getResponseBody().write(response.body());
        exchange.getResponseBody().close();
    }

    private void drip(HttpExchange exchange, RenderedResponse response) throws IOException {
        // The webhook event does not wait for the last byte.
        response.onSent().run();
        sendHeaders(exchange, response);
        OutputStream body = exchange.getResponseBody();
        for (byte b : response.body()) {
            body.write(b);
            body.flush();
            if (!delay.await(DRIP_INTERVAL)) {
                return;
            }
        }
        body.close();
    }

    private static void truncate(HttpExchange exchange, RenderedResponse response) throws IOException {
        sendHeaders(exchange, response);
        OutputStream body = exchange.getResponseBody();
        body.write(response.body(), 0, response.body().length / 2);
        body.flush();
        exchange.close();
    }

    private static void sendHeaders(HttpExchange exchange, RenderedResponse response) throws IOException {
        Headers headers = exchange.getResponseHeaders();
        headers.set("Content-Type", "application/json");
        if (response.originalRequestId() != null) {
            headers.set("Idempotent-Replayed", "true");
            headers.set("Original-Request", response.originalRequestId());
        }
        exchange.sendResponseHeaders(response.status(), response.body().length);
    }
}
