package dev.firstcome.e2e.scenarios;

import dev.firstcome.e2e.load.Answer;
import dev.firstcome.e2e.load.Call;
import dev.firstcome.e2e.load.Pacing;
import dev.firstcome.e2e.load.Shopper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Somebody who watches the own place in the line, and comes again after the last event whenever the stream breaks. */
final class QueuePositionClient implements AutoCloseable {
    private static final Duration SOON = Duration.ofMillis(300);
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI gateway;
    private final Shopper shopper;
    private final String path;
    private final boolean withTickets;
    private final List<JsonNode> told = new CopyOnWriteArrayList<>();
    private final AtomicInteger opened = new AtomicInteger();
    private final Thread thread;
    private volatile String lastEvent = "";
    private volatile boolean complete;

    /** @param request the address of the request */
    QueuePositionClient(URI gateway, Shopper shopper, String request, boolean withTickets) {
        this.gateway = gateway;
        this.shopper = shopper;
        this.path = request + "/events";
        this.withTickets = withTickets;
        this.thread = Thread.ofVirtual().start(this::watch);
    }

    /** All that was told, in its order. */
    List<JsonNode> told() {
        return told;
    }

    JsonNode last() {
        return told.getLast();
    }

    boolean isTold(String state) {
        return !told.isEmpty() && last().path("state").asString().equals(state);
    }

    /** How often a stream was opened. */
    int opened() {
        return opened.get();
    }

    boolean isComplete() {
        return complete;
    }

    private void watch() {
        try {
            while (!complete) {
                listen();
                Pacing.pause(SOON);
            }
        } catch (InterruptedException sentHome) {
            Thread.currentThread().interrupt();
        }
    }

    private void listen() throws InterruptedException {
        try (Stream<String> lines = http.send(
                        withTickets ? byTicket() : byHeader(), HttpResponse.BodyHandlers.ofLines())
                .body()) {
            lines.forEach(this::hear);
        } catch (IOException | UncheckedIOException broken) {
            // the next one goes on where this one was
        }
    }

    private HttpRequest byHeader() {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(gateway.resolve(path)).header("Authorization", "Bearer " + shopper.token());
        return (lastEvent.isEmpty() ? request : request.header("Last-Event-ID", lastEvent)).build();
    }

    private HttpRequest byTicket() throws IOException, InterruptedException {
        Answer ticket = shopper.send(Call.post("/api/stream-tickets").body(Map.of("path", path)));
        return HttpRequest.newBuilder(
                        gateway.resolve(path + "?lastEventId=" + lastEvent + "&ticket=" + ticket.text("ticket")))
                .build();
    }

    private void hear(String line) {
        if (line.startsWith("retry: ")) {
            opened.incrementAndGet();
        } else if (line.startsWith("id: ")) {
            lastEvent = line.substring("id: ".length());
        } else if (line.startsWith("data: ")) {
            JsonNode event = JSON.readTree(line.substring("data: ".length()));
            if (event.has("requestId")) {
                told.add(event);
            } else {
                complete |= event.path("reason").asString().equals("COMPLETE");
            }
        }
    }

    @Override
    public void close() {
        thread.interrupt();
        http.shutdownNow();
    }
}
