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

/** Somebody who has a stream of events open. */
final class LineReader implements AutoCloseable {
    private final HttpClient http = HttpClient.newHttpClient();
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private volatile boolean complete;

    LineReader(HttpRequest request) {
        Thread.ofVirtual().start(() -> read(request));
    }

    /** The events' data, in their order, without the farewell. */
    List<String> heard() {
        return heard;
    }

    boolean isComplete() {
        return complete;
    }

    private void read(HttpRequest request) {
        try (Stream<String> lines = StallRetry.get(() -> opened(request), answer -> answer.statusCode() == 503)
                .body()) {
            lines.filter(line -> line.startsWith("data: ")).forEach(this::hear);
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
        if (line.contains("\"reason\":\"COMPLETE\"")) {
            complete = true;
        } else {
            heard.add(line.substring("data: ".length()));
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
