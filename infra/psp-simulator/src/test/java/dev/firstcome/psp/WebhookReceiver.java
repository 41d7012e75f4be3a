package dev.firstcome.psp;

import static org.assertj.core.api.Assertions.assertThat;

import com.stripe.exception.SignatureVerificationException;
import com.stripe.model.Event;
import com.stripe.model.StripeObject;
import com.stripe.net.Webhook;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.firstcome.psp.webhook.Webhooks;
import dev.firstcome.testsupport.Eventually;
import dev.firstcome.testsupport.PauseDetector;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** The shop's end of the webhooks: checks each signature with Stripe's SDK, and answers 500 as often as it is told to. */
final class WebhookReceiver implements AutoCloseable {
    static final String SECRET = "whsec_of_the_test";

    private static final Duration STALL_MIN = Duration.ofSeconds(2);

    final List<Arrival> taken = new CopyOnWriteArrayList<>();
    final AtomicInteger tries = new AtomicInteger();
    final AtomicInteger failuresLeft = new AtomicInteger();
    final AtomicInteger badSignatures = new AtomicInteger();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Duration stalledBefore = PauseDetector.running().stalled();
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

    /** The types of the events in the order of their first arrival. */
    List<String> types() {
        return eachOnce().stream().map(arrival -> arrival.event().getType()).toList();
    }

    /** The first arrival of each event: the sender repeats an attempt that timed out. */
    List<Arrival> eachOnce() {
        Set<String> ids = new HashSet<>();
        return taken.stream()
                .filter(arrival -> ids.add(arrival.event().getId()))
                .toList();
    }

    /** Exactly so many attempts; only a stall as long as the sender's time-out of 5 s explains more. */
    void assertTries(int expected) {
        Duration stalled = PauseDetector.running().stalled().minus(stalledBefore);
        if (stalled.compareTo(STALL_MIN) < 0) {
            assertThat(tries).hasValue(expected);
        } else {
            assertThat(tries).hasValueGreaterThanOrEqualTo(expected);
        }
    }

    Arrival awaitFirst(String type) {
        Eventually.holds(type + " arrives", Shop.BOUND, () -> types().contains(type));
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
