package dev.firstcome.psp;

import static org.assertj.core.api.Assertions.assertThat;

import com.stripe.exception.SignatureVerificationException;
import com.stripe.model.Event;
import com.stripe.model.StripeObject;
import com.stripe.net.Webhook;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.firstcome.psp.webhook.WebhookDispatcher;
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

/**
 * A webhook receiver that verifies each signature with Stripe's SDK and can respond with 500 a given number of times.
 */
final class WebhookReceiver implements AutoCloseable {
    static final String SECRET = "whsec_of_the_test";

    private static final Duration STALL_MIN = Duration.ofSeconds(2);

    final List<Arrival> arrivals = new CopyOnWriteArrayList<>();
    final AtomicInteger attempts = new AtomicInteger();
    final AtomicInteger remainingFailures = new AtomicInteger();
    final AtomicInteger invalidSignatures = new AtomicInteger();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Duration stalledBefore = PauseDetector.running().stalled();
    private final HttpServer server;

    /** @param at time in {@link System#nanoTime} */
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
        server.createContext("/hooks", this::receive);
        server.start();
    }

    WebhookDispatcher.Target target() {
        return new WebhookDispatcher.Target(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/hooks"), SECRET);
    }

    private void receive(HttpExchange exchange) throws IOException {
        try (exchange) {
            attempts.incrementAndGet();
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            String signature = exchange.getRequestHeaders().getFirst("Stripe-Signature");
            if (remainingFailures.getAndUpdate(remaining -> Math.max(0, remaining - 1)) > 0) {
                exchange.sendResponseHeaders(500, -1);
                return;
            }
            Event event = Webhook.constructEvent(body, signature, SECRET);
            arrivals.add(new Arrival(event, System.nanoTime()));
            exchange.sendResponseHeaders(200, -1);
        } catch (SignatureVerificationException _) {
            invalidSignatures.incrementAndGet();
            exchange.sendResponseHeaders(400, -1);
        }
    }

    /** Returns the event types in the order of their first arrival. */
    List<String> types() {
        return firstArrivals().stream()
                .map(arrival -> arrival.event().getType())
                .toList();
    }

    /** Returns the first arrival of each event, because the sender retries an attempt that timed out. */
    List<Arrival> firstArrivals() {
        Set<String> ids = new HashSet<>();
        return arrivals.stream()
                .filter(arrival -> ids.add(arrival.event().getId()))
                .toList();
    }

    /**
     * Asserts the number of attempts. More are accepted only after a stall, which can exceed the sender's timeout of 5
     * s.
     */
    void assertAttempts(int expected) {
        Duration stalled = PauseDetector.running().stalled().minus(stalledBefore);
        if (stalled.compareTo(STALL_MIN) < 0) {
            assertThat(attempts).hasValue(expected);
        } else {
            assertThat(attempts).hasValueGreaterThanOrEqualTo(expected);
        }
    }

    Arrival awaitFirst(String type) {
        Eventually.holds(type + " arrives", SimulatorFixture.TIMEOUT, () -> types().contains(type));
        return arrivals.stream()
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
