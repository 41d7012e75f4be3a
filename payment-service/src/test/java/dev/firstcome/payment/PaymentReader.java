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

/** Somebody who has a stream of a payment open. */
final class PaymentReader implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final HttpClient http = HttpClient.newHttpClient();
    private final List<Event> heard = new CopyOnWriteArrayList<>();
    private volatile boolean complete;
    private String id = "";
    private String name = "";

    PaymentReader(HttpRequest request) {
        Thread.ofVirtual().start(() -> read(request));
    }

    /** One event as it came. */
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

    /** The events in their order, without the farewell. */
    List<Event> heard() {
        return heard;
    }

    List<String> states() {
        return heard.stream().map(Event::state).toList();
    }

    boolean hears(String state) {
        return states().contains(state);
    }

    boolean isComplete() {
        return complete;
    }

    private void read(HttpRequest request) {
        try (Stream<String> lines = StallRetry.get(() -> opened(request), answer -> answer.statusCode() == 503)
                .body()) {
            lines.forEach(this::hear);
        } catch (UncheckedIOException broken) {
            // The events that were read are checked.
        }
    }

    private HttpResponse<Stream<String>> opened(HttpRequest request) {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofLines());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    private void hear(String line) {
        if (line.startsWith("id: ")) {
            id = line.substring("id: ".length());
        } else if (line.startsWith("event: ")) {
            name = line.substring("event: ".length());
        } else if (line.contains("\"reason\":\"COMPLETE\"")) {
            complete = true;
        } else if (line.startsWith("data: ")) {
            heard.add(new Event(id, name, line.substring("data: ".length())));
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
