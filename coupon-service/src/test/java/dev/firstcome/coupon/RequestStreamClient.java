package dev.firstcome.coupon;

import dev.firstcome.testsupport.StallRetry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/** An SSE client that collects the events of the status stream of a request. */
final class RequestStreamClient implements AutoCloseable {
    private final HttpClient http = HttpClient.newHttpClient();
    private final List<String> events = new CopyOnWriteArrayList<>();
    private volatile boolean complete;

    RequestStreamClient(HttpRequest request) {
        Thread.ofVirtual().start(() -> read(request));
    }

    /** Returns the data of the received events in their order, without the completion event. */
    List<String> events() {
        return events;
    }

    boolean isComplete() {
        return complete;
    }

    private void read(HttpRequest request) {
        try (Stream<String> lines = StallRetry.get(() -> open(request), answer -> answer.statusCode() == 503)
                .body()) {
            lines.filter(line -> line.startsWith("data: ")).forEach(this::onData);
        } catch (UncheckedIOException disconnected) {
            // Tests check the events that were received.
        }
    }

    private HttpResponse<Stream<String>> open(HttpRequest request) {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofLines());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    private void onData(String line) {
        if (line.contains("\"reason\":\"COMPLETE\"")) {
            complete = true;
        } else {
            events.add(line.substring("data: ".length()));
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
