package dev.firstcome.psp;

import com.stripe.exception.SignatureVerificationException;
import com.stripe.model.Event;
import com.stripe.model.StripeObject;
import com.stripe.net.Webhook;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.firstcome.psp.webhook.Webhooks;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** The shop's end of the webhooks: checks each signature with Stripe's SDK, and answers 500 as often as it is told to. */
final class WebhookReceiver implements AutoCloseable {
    static final String SECRET = "whsec_of_the_test";

    final List<Arrival> taken = new CopyOnWriteArrayList<>();
    final AtomicInteger tries = new AtomicInteger();
    final AtomicInteger failuresLeft = new AtomicInteger();
    final AtomicInteger badSignatures = new AtomicInteger();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpServer server;

    /** @param at of {@link System#nanoTime} */
    record Arrival(Event event, long at) {
        StripeObject object() {
            return event.getDataObjectDeserializer().getObject().orElseThrow();
        }

        Duration after(long start) {
            return Duration.ofNanos(at - start);
        }
    }

    WebhookReceiver() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/hooks", this::take);
        server.start();
    }

    Webhooks.Target target() {
        return new Webhooks.Target(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/hooks"), SECRET);
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            tries.incrementAndGet();
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            String signature = exchange.getRequestHeaders().getFirst("Stripe-Signature");
            if (failuresLeft.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                exchange.sendResponseHeaders(500, -1);
                return;
            }
            Event event = Webhook.constructEvent(body, signature, SECRET);
            taken.add(new Arrival(event, System.nanoTime()));
            exchange.sendResponseHeaders(200, -1);
        } catch (SignatureVerificationException _) {
            badSignatures.incrementAndGet();
            exchange.sendResponseHeaders(400, -1);
        }
    }

    List<String> types() {
        return taken.stream().map(arrival -> arrival.event().getType()).toList();
    }

    Arrival awaitFirst(String type) {
        Eventually.until(type + " arrives", () -> types().contains(type));
        return taken.stream()
                .filter(arrival -> arrival.event().getType().equals(type))
                .findFirst()
                .orElseThrow();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
