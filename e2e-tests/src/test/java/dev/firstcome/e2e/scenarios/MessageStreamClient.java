package dev.firstcome.e2e.scenarios;

import dev.firstcome.e2e.load.Answer;
import dev.firstcome.e2e.load.Call;
import dev.firstcome.e2e.load.GatewayClient;
import dev.firstcome.e2e.load.Pacing;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/**
 * Somebody who signs up and listens to what the shop says, as a browser does: whenever the stream breaks, it is opened
 * again after the last event that was seen, with a header or with a ticket.
 */
final class MessageStreamClient implements AutoCloseable {
    private static final String STREAM = "/api/messages/events";
    private static final Duration SOON = Duration.ofMillis(300);
    private static final String PASSWORD = "listens well";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI gateway;
    private final GatewayClient door;
    private final String email;
    private final boolean withTickets;
    private final List<Heard> heard = new CopyOnWriteArrayList<>();
    private final Thread thread;
    private volatile boolean signedUp;
    private volatile boolean left;
    private final AtomicInteger opened = new AtomicInteger();
    private final AtomicInteger heartbeats = new AtomicInteger();
    private volatile long openedAt;
    private volatile String lastEvent = "";
    private String token = "";

    private MessageStreamClient(URI gateway, GatewayClient door, String email, boolean withTickets) {
        this.gateway = gateway;
        this.door = door;
        this.email = email;
        this.withTickets = withTickets;
        this.thread = Thread.ofVirtual().name(email).start(this::live);
    }

    /** Begins to sign up and to listen. */
    static MessageStreamClient comes(URI gateway, GatewayClient door, String email, boolean withTickets) {
        return new MessageStreamClient(gateway, door, email, withTickets);
    }

    /**
     * An event.
     *
     * @param millis from when it was meant for the user, or the stream was opened if that was later
     */
    record Heard(String id, String kind, long millis) {}

    List<Heard> heard() {
        return heard;
    }

    /** Whether there is an account whose welcome was not heard yet. */
    boolean waits() {
        return signedUp && heard.isEmpty();
    }

    /** How often a stream was opened. */
    int opened() {
        return opened.get();
    }

    /** Signs of life on the stream that is open now. */
    int heartbeats() {
        return heartbeats.get();
    }

    private void live() {
        try {
            Map<String, String> account =
                    Map.of("email", email, "password", PASSWORD, "name", "Listener", "locale", "en");
            answer(Call.post("/api/users").body(account));
            signedUp = true;
            token = answer(Call.post("/api/sessions").body(Map.of("email", email, "password", PASSWORD)))
                    .text("accessToken");
            while (!left) {
                listen();
                Pacing.pause(SOON);
            }
        } catch (InterruptedException sentHome) {
            Thread.currentThread().interrupt();
        }
    }

    /** Asks until there is an answer that is not "later". */
    private Answer answer(Call call) throws InterruptedException {
        while (!left) {
            try {
                Answer answer = door.send(call);
                if (answer.ok() || answer.status() == 409) {
                    return answer;
                }
            } catch (IOException nobodyThere) {
                // asked again, as any client does
            }
            Pacing.pause(SOON);
        }
        throw new InterruptedException("left");
    }

    private void listen() throws InterruptedException {
        HttpRequest request = withTickets ? byTicket() : byHeader();
        try {
            HttpResponse<Stream<String>> answer = http.send(request, HttpResponse.BodyHandlers.ofLines());
            try (Stream<String> lines = answer.body()) {
                if (answer.statusCode() == 200) {
                    heartbeats.set(0);
                    openedAt = System.currentTimeMillis();
                    opened.incrementAndGet();
                    lines.forEach(this::hear);
                }
            }
        } catch (IOException | UncheckedIOException broken) {
            // the next one goes on where this one was
        }
    }

    private HttpRequest byHeader() {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(gateway.resolve(STREAM)).header("Authorization", "Bearer " + token);
        return (lastEvent.isEmpty() ? request : request.header("Last-Event-ID", lastEvent)).build();
    }

    private HttpRequest byTicket() throws InterruptedException {
        String ticket = answer(Call.post("/api/stream-tickets")
                        .body(Map.of("path", STREAM))
                        .header("Authorization", "Bearer " + token))
                .text("ticket");
        return HttpRequest.newBuilder(gateway.resolve(STREAM + "?lastEventId=" + lastEvent + "&ticket=" + ticket))
                .build();
    }

    private void hear(String line) {
        if (line.startsWith("id: ")) {
            lastEvent = line.substring("id: ".length());
        } else if (line.equals(":")) {
            heartbeats.incrementAndGet();
        } else if (line.startsWith("data: ") && line.contains("messageId")) {
            var message = JSON.readTree(line.substring("data: ".length()));
            long sent = Instant.parse(message.path("sentAt").asString()).toEpochMilli();
            heard.add(new Heard(
                    lastEvent, message.path("kind").asString(), System.currentTimeMillis() - Math.max(sent, openedAt)));
        }
    }

    @Override
    public void close() {
        left = true;
        http.shutdownNow();
        thread.interrupt();
    }
}
