package dev.firstcome.psp.http;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import dev.firstcome.psp.api.Reply;
import dev.firstcome.psp.api.Waits;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;

/** How answers leave, or do not. Each way ends the exchange. */
final class Exits {
    static final Duration HELD_FOR = Duration.ofSeconds(30);
    static final Duration DRIP = Duration.ofMillis(50);

    private final Waits waits;

    Exits(Waits waits) {
        this.waits = waits;
    }

    void give(HttpExchange exchange, Reply reply) throws IOException {
        try (exchange) {
            switch (reply.giving()) {
                case WHOLE, AFTER_EVENTS -> whole(exchange, reply);
                case DRIPPED -> drip(exchange, reply);
                case CUT -> cut(exchange, reply);
                case WITHHELD -> {
                    reply.left().run();
                    hold(exchange);
                }
            }
        } finally {
            reply.left().run();
        }
    }

    /** The answer to a call that does not reach the provider. */
    void plain(HttpExchange exchange, int status, byte[] body) throws IOException {
        give(exchange, Reply.plain(status, body));
    }

    /** Nobody can see a caller hang up who only waits, so the bound is all that ends it. */
    void hold(HttpExchange exchange) {
        waits.pass(HELD_FOR);
        refuse(exchange);
    }

    void refuse(HttpExchange exchange) {
        exchange.close();
    }

    private static void whole(HttpExchange exchange, Reply reply) throws IOException {
        head(exchange, reply);
        exchange.getResponseBody().write(reply.body());
        exchange.getResponseBody().close();
    }

    private void drip(HttpExchange exchange, Reply reply) throws IOException {
        // The event does not wait a minute for the last byte.
        reply.left().run();
        head(exchange, reply);
        OutputStream body = exchange.getResponseBody();
        for (byte one : reply.body()) {
            body.write(one);
            body.flush();
            if (!waits.pass(DRIP)) {
                return;
            }
        }
        body.close();
    }

    private static void cut(HttpExchange exchange, Reply reply) throws IOException {
        head(exchange, reply);
        OutputStream body = exchange.getResponseBody();
        body.write(reply.body(), 0, reply.body().length / 2);
        body.flush();
        exchange.close();
    }

    private static void head(HttpExchange exchange, Reply reply) throws IOException {
        Headers headers = exchange.getResponseHeaders();
        headers.set("Content-Type", "application/json");
        if (reply.original() != null) {
            headers.set("Idempotent-Replayed", "true");
            headers.set("Original-Request", reply.original());
        }
        exchange.sendResponseHeaders(reply.status(), reply.body().length);
    }
}
