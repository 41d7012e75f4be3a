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

/**
 * An SSE client that follows the queue position of one request. It reconnects after each disconnect and resumes after
 * the last event id. It runs on its own virtual thread.
 */
final class QueuePositionClient implements AutoCloseable {
    private static final Duration RETRY_DELAY = Duration.ofMillis(300);
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI gateway;
    private final Shopper shopper;
    private final String path;
    private final boolean withTickets;
    private final List<JsonNode> updates = new CopyOnWriteArrayList<>();
    private final AtomicInteger streamsOpened = new AtomicInteger();
    private final Thread thread;
    private volatile String lastEvent = "";
    private volatile boolean complete;

    /** @param request the URI path of the request */
    QueuePositionClient(URI gateway, Shopper shopper, String request, boolean withTickets) {
        this.gateway = gateway;
        this.shopper = shopper;
        this.path = request + "/events";
        this.withTickets = withTickets;
        this.thread = Thread.ofVirtual().start(this::run);
    }

    /** All status updates in the order of arrival. */
    List<JsonNode> updates() {
        return updates;
    }

    JsonNode last() {
        return updates.getLast();
    }

    boolean lastStateIs(String state) {
        return !updates.isEmpty() && last().path("state").asString().equals(state);
    }

    /** The number of streams opened so far. */
    int streamsOpened() {
        return streamsOpened.get();
    }

    boolean isComplete() {
        return complete;
    }

    private void run() {
        try {
            while (!complete) {
                readStream();
                Pacing.pause(RETRY_DELAY);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void readStream() throws InterruptedException {
        try (Stream<String> lines = http.send(
                        withTickets ? requestWithTicket() : requestWithHeader(), HttpResponse.BodyHandlers.ofLines())
                .body()) {
            lines.forEach(this::onLine);
        } catch (IOException | UncheckedIOException broken) {
            // the next stream resumes after the last event
        }
    }

    private HttpRequest requestWithHeader() {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(gateway.resolve(path)).header("Authorization", "Bearer " + shopper.token());
        return (lastEvent.isEmpty() ? request : request.header("Last-Event-ID", lastEvent)).build();
    }

    private HttpRequest requestWithTicket() throws IOException, InterruptedException {
        Answer ticket = shopper.send(Call.post("/api/stream-tickets").body(Map.of("path", path)));
        return HttpRequest.newBuilder(
                        gateway.resolve(path + "?lastEventId=" + lastEvent + "&ticket=" + ticket.text("ticket")))
                .build();
    }

    private void onLine(String line) {
        if (line.startsWith("retry: ")) {
            streamsOpened.incrementAndGet();
        } else if (line.startsWith("id: ")) {
            lastEvent = line.substring("id: ".length());
        } else if (line.startsWith("data: ")) {
            JsonNode event = JSON.readTree(line.substring("data: ".length()));
            if (event.has("requestId")) {
                updates.add(event);
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
