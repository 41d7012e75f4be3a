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
 * An SSE client that signs up a user and reads the user's message stream. It reconnects after each disconnect and
 * resumes after the last event id, with an Authorization header or with a stream ticket. It runs on its own virtual
 * thread.
 */
final class MessageStreamClient implements AutoCloseable {
    private static final String STREAM = "/api/messages/events";
    private static final Duration RETRY_DELAY = Duration.ofMillis(300);
    private static final String PASSWORD = "correct horse";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI gateway;
    private final GatewayClient gatewayClient;
    private final String email;
    private final boolean withTickets;
    private final List<ReceivedMessage> received = new CopyOnWriteArrayList<>();
    private final Thread thread;
    private volatile boolean signedUp;
    private volatile boolean closed;
    private final AtomicInteger streamsOpened = new AtomicInteger();
    private final AtomicInteger heartbeats = new AtomicInteger();
    private volatile long openedAt;
    private volatile String lastEvent = "";
    private String token = "";

    private MessageStreamClient(URI gateway, GatewayClient gatewayClient, String email, boolean withTickets) {
        this.gateway = gateway;
        this.gatewayClient = gatewayClient;
        this.email = email;
        this.withTickets = withTickets;
        this.thread = Thread.ofVirtual().name(email).start(this::run);
    }

    /** Starts the client thread, which signs up the user and reads the stream. */
    static MessageStreamClient start(URI gateway, GatewayClient gatewayClient, String email, boolean withTickets) {
        return new MessageStreamClient(gateway, gatewayClient, email, withTickets);
    }

    /**
     * A message event.
     *
     * @param millis delivery delay, counted from the later of the send time and the opening of the stream
     */
    record ReceivedMessage(String id, String kind, long millis) {}

    List<ReceivedMessage> received() {
        return received;
    }

    /** Whether the account exists and no message has arrived. */
    boolean awaitsWelcome() {
        return signedUp && received.isEmpty();
    }

    /** The number of streams opened so far. */
    int streamsOpened() {
        return streamsOpened.get();
    }

    /** The number of heartbeats on the current stream. */
    int heartbeats() {
        return heartbeats.get();
    }

    private void run() {
        try {
            Map<String, String> account =
                    Map.of("email", email, "password", PASSWORD, "name", "Listener", "locale", "en");
            sendWithRetries(Call.post("/api/users").body(account));
            signedUp = true;
            token = sendWithRetries(Call.post("/api/sessions").body(Map.of("email", email, "password", PASSWORD)))
                    .text("accessToken");
            while (!closed) {
                readStream();
                Pacing.pause(RETRY_DELAY);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Retries the call until it succeeds or conflicts. */
    private Answer sendWithRetries(Call call) throws InterruptedException {
        while (!closed) {
            try {
                Answer answer = gatewayClient.send(call);
                if (answer.ok() || answer.status() == 409) {
                    return answer;
                }
            } catch (IOException unreachable) {
                // retried after the delay
            }
            Pacing.pause(RETRY_DELAY);
        }
        throw new InterruptedException("the client was closed");
    }

    private void readStream() throws InterruptedException {
        HttpRequest request = withTickets ? requestWithTicket() : requestWithHeader();
        try {
            HttpResponse<Stream<String>> answer = http.send(request, HttpResponse.BodyHandlers.ofLines());
            try (Stream<String> lines = answer.body()) {
                if (answer.statusCode() == 200) {
                    heartbeats.set(0);
                    openedAt = System.currentTimeMillis();
                    streamsOpened.incrementAndGet();
                    lines.forEach(this::onLine);
                }
            }
        } catch (IOException | UncheckedIOException broken) {
            // the next stream resumes after the last event
        }
    }

    private HttpRequest requestWithHeader() {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(gateway.resolve(STREAM)).header("Authorization", "Bearer " + token);
        return (lastEvent.isEmpty() ? request : request.header("Last-Event-ID", lastEvent)).build();
    }

    private HttpRequest requestWithTicket() throws InterruptedException {
        String ticket = sendWithRetries(Call.post("/api/stream-tickets")
                        .body(Map.of("path", STREAM))
                        .header("Authorization", "Bearer " + token))
                .text("ticket");
        return HttpRequest.newBuilder(gateway.resolve(STREAM + "?lastEventId=" + lastEvent + "&ticket=" + ticket))
                .build();
    }

    private void onLine(String line) {
        if (line.startsWith("id: ")) {
            lastEvent = line.substring("id: ".length());
        } else if (line.equals(":")) {
            heartbeats.incrementAndGet();
        } else if (line.startsWith("data: ") && line.contains("messageId")) {
            var message = JSON.readTree(line.substring("data: ".length()));
            long sent = Instant.parse(message.path("sentAt").asString()).toEpochMilli();
            received.add(new ReceivedMessage(
                    lastEvent, message.path("kind").asString(), System.currentTimeMillis() - Math.max(sent, openedAt)));
        }
    }

    @Override
    public void close() {
        closed = true;
        http.shutdownNow();
        thread.interrupt();
    }
}
