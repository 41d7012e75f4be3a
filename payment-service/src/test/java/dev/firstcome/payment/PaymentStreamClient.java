package dev.firstcome.payment;

import dev.firstcome.testsupport.StallRetry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An SSE client that collects the events of one payment stream. */
final class PaymentStreamClient implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final HttpClient http = HttpClient.newHttpClient();
    private final List<Event> events = new CopyOnWriteArrayList<>();
    private volatile boolean complete;
    private String id = "";
    private String name = "";

    PaymentStreamClient(HttpRequest request) {
        Thread.ofVirtual().start(() -> read(request));
    }

    /** A received event. */
    record Event(String id, String name, String data) {
        JsonNode body() {
            return JSON.readTree(data);
        }

        String state() {
            return body().path("state").asString("");
        }

        List<String> refunds() {
            return body().path("refunds").findValuesAsString("state");
        }
    }

    /** Returns the received events in order, without the end event. */
    List<Event> events() {
        return events;
    }

    List<String> states() {
        return events.stream().map(Event::state).toList();
    }

    boolean hasReceived(String state) {
        return states().contains(state);
    }

    boolean isComplete() {
        return complete;
    }

    private void read(HttpRequest request) {
        try (Stream<String> lines = StallRetry.get(() -> open(request), answer -> answer.statusCode() == 503)
                .body()) {
            lines.forEach(this::parseLine);
        } catch (UncheckedIOException broken) {
            // The connection was lost; the test checks the events received so far.
        }
    }

    private HttpResponse<Stream<String>> open(HttpRequest request) {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofLines());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    private void parseLine(String line) {
        if (line.startsWith("id: ")) {
            id = line.substring("id: ".length());
        } else if (line.startsWith("event: ")) {
            name = line.substring("event: ".length());
        } else if (line.contains("\"reason\":\"COMPLETE\"")) {
            complete = true;
        } else if (line.startsWith("data: ")) {
            events.add(new Event(id, name, line.substring("data: ".length())));
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
