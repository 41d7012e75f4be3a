package dev.firstcome.user;

import dev.firstcome.testsupport.StallRetry;
import dev.firstcome.user.UserService.Answer;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An SSE client that collects the events of one stream. */
final class StreamClient implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration BOUND = Duration.ofSeconds(30);

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final HttpResponse<Stream<String>> response;
    private final List<Event> events = new CopyOnWriteArrayList<>();
    private final List<String> retries = new CopyOnWriteArrayList<>();
    private final AtomicInteger heartbeats = new AtomicInteger();
    private volatile boolean ended;

    /** Opens the stream. If the service rejects it, the status and the problem are available. */
    StreamClient(HttpRequest.Builder builder) {
        HttpRequest request =
                builder.header("Accept", "text/event-stream").GET().build();
        response = StallRetry.get(() -> open(request), answer -> answer.statusCode() == 503);
        if (response.statusCode() == 200) {
            Thread.ofVirtual().start(this::read);
        }
    }

    private HttpResponse<Stream<String>> open(HttpRequest request) {
        try {
            return http.sendAsync(request, HttpResponse.BodyHandlers.ofLines())
                    .get(BOUND.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("the stream did not open", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** @param receivedAt {@link System#nanoTime} at receipt */
    record Event(String id, String name, JsonNode data, long receivedAt) {
        String message() {
            return data.path("messageId").asString("");
        }
    }

    int status() {
        return response.statusCode();
    }

    String header(String name) {
        return response.headers().firstValue(name).orElse("");
    }

    /** The problem document of a rejected stream. */
    Answer problem() {
        String text = String.join("\n", response.body().toList());
        return new Answer(status(), JSON.readTree(text), response.headers());
    }

    List<Event> events() {
        return events;
    }

    List<Event> messages() {
        return events.stream().filter(event -> event.name().equals("message")).toList();
    }

    /** The reason of the {@code end} event, or null. */
    @Nullable
    String endReason() {
        return events.stream()
                .filter(event -> event.name().equals("end"))
                .map(event -> event.data().path("reason").asString())
                .findFirst()
                .orElse(null);
    }

    List<String> retries() {
        return retries;
    }

    int heartbeats() {
        return heartbeats.get();
    }

    boolean ended() {
        return ended;
    }

    private void read() {
        List<String> event = new ArrayList<>();
        try (Stream<String> lines = response.body()) {
            lines.forEach(line -> {
                if (!line.isEmpty()) {
                    event.add(line);
                } else {
                    process(event);
                    event.clear();
                }
            });
        } catch (UncheckedIOException e) {
            // the connection was closed, which the flag reports
        } finally {
            ended = true;
        }
    }

    private void process(List<String> lines) {
        long now = System.nanoTime();
        if (lines.stream().allMatch(line -> line.startsWith(":"))) {
            heartbeats.incrementAndGet();
        } else if (lines.getFirst().startsWith("retry: ")) {
            retries.add(lines.getFirst().substring("retry: ".length()));
        } else {
            events.add(new Event(
                    field(lines, "id: "), field(lines, "event: "), JSON.readTree(field(lines, "data: ")), now));
        }
    }

    private static String field(List<String> lines, String name) {
        return lines.stream()
                .filter(line -> line.startsWith(name))
                .map(line -> line.substring(name.length()))
                .findFirst()
                .orElse("");
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
