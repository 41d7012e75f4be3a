package dev.firstcome.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.gateway.Gateway.Response;
import dev.firstcome.local.SharedInfrastructure;
import dev.firstcome.testsupport.StallRetry;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/**
 * Event streams through the gateway: without buffering, without a response time-out, and independent of ordinary
 * requests.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(OutputCaptureExtension.class)
class StreamsIT {
    private static final String PATH = "/api/messages/events";
    private static final int REQUESTS_MAX = 4;
    private static final int STREAMS_MAX = 20;
    private static final Duration RESPONSE_TIMEOUT = Duration.ofSeconds(1);

    private final List<Stream> open = new ArrayList<>();
    private Gateway gateway;

    @BeforeAll
    void open() {
        gateway = new Gateway(
                SharedInfrastructure.get().redisCache(),
                "--gateway.door.streams-max=" + STREAMS_MAX,
                "--gateway.door.in-flight-max=" + REQUESTS_MAX,
                "--spring.cloud.gateway.server.webflux.httpclient.pool.max-connections=" + REQUESTS_MAX,
                "--spring.cloud.gateway.server.webflux.httpclient.response-timeout=" + RESPONSE_TIMEOUT.toSeconds()
                        + "s");
    }

    @AfterAll
    void close() {
        gateway.close();
    }

    @AfterEach
    void closeStreams() {
        open.forEach(Stream::close);
        open.clear();
        Gateway.await(this::counts, () -> {
            gateway.service.sendToStreams(":\n\n");
            return counts().equals("0 at the gateway, 0 at the service");
        });
    }

    private String counts() {
        return "%.0f at the gateway, %d at the service"
                .formatted(gateway.gauge("firstcome.gateway.streams"), gateway.service.openStreams());
    }

    /** Each event is read before the next one is written, so a buffered event would block the test. */
    @Test
    void forwardsEventsImmediatelyEvenAfterALongSilence() throws IOException {
        Stream stream = stream(bearer());
        assertThat(stream.head()).startsWith("HTTP/1.1 200").contains("text/event-stream");
        assertThat(stream.head().lines().filter(line -> line.toLowerCase().startsWith("cache-control")))
                .singleElement()
                .asString()
                .endsWith(": no-store");
        assertThat(stream.head()).containsIgnoringCase("X-Accel-Buffering: no");
        assertThat(stream.next()).isEqualTo("retry: 3000");

        long silentUntil = System.nanoTime() + 3 * RESPONSE_TIMEOUT.toNanos();
        Gateway.await(() -> System.nanoTime() > silentUntil);
        List<Long> micros = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            long sentAt = System.nanoTime();
            gateway.service.sendToStreams(i % 2 == 0 ? ":\n\n" : "data: " + i + "\n\n");
            assertThat(stream.next()).isEqualTo(i % 2 == 0 ? ":" : "data: " + i);
            micros.add((System.nanoTime() - sentAt) / 1_000);
        }

        micros.sort(Long::compare);
        System.out.printf("through the gateway: p50 %d us, max %d us%n", micros.get(25), micros.getLast());
    }

    @Test
    void limitsStreamsSeparatelyFromOrdinaryRequests() {
        for (int i = 0; i < STREAMS_MAX; i++) {
            assertThat(stream(bearer()).head()).startsWith("HTTP/1.1 200");
        }
        for (int i = 0; i < 50; i++) {
            assertThat(gateway.get(gateway.as(UUID.randomUUID(), "/api/coupons"))
                            .status())
                    .isEqualTo(200);
        }
        Response refused = gateway.get(gateway.as(UUID.randomUUID(), PATH));

        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.code()).isEqualTo("TOO_MANY_STREAMS");
        assertThat(refused.header("Retry-After")).isEqualTo("5");
        Gateway.await(() -> gateway.gauge("firstcome.gateway.in-flight") == 0);
    }

    @Test
    void aTicketOpensOneStreamAndIsRemovedFromTheQuery() throws IOException {
        // A ticket is consumed even if a stall causes the rejection of its stream.
        StallRetry.run(this::openOneStreamWithATicket);
    }

    private void openOneStreamWithATicket() throws IOException {
        String ticket = gateway.service.ticket(UUID.randomUUID(), PATH);
        Stream stream = stream("GET " + PATH + "?ticket=" + ticket + "&lastEventId=7 HTTP/1.1\r\nHost: shop\r\n");

        assertThat(stream.head()).startsWith("HTTP/1.1 200");
        assertThat(stream.next()).isEqualTo("retry: 3000");
        assertThat(gateway.service.streamRequests().getLast()).isEqualTo(PATH + "?lastEventId=7 " + ticket);
        int requestCount = gateway.service.requestCount();
        for (String path : List.of(PATH, "/api/notices/events", "/api/messages", "/ops/incidents/events")) {
            Response refused = gateway.get(gateway.to(path + "?ticket=" + ticket));
            assertThat(refused.status()).isEqualTo(401);
            assertThat(refused.code()).isEqualTo("TICKET_INVALID");
        }
        assertThat(gateway.service.requestCount()).isEqualTo(requestCount);
    }

    @Test
    void aTicketUsedAtOneGatewayIsRejectedByAnother() {
        try (Gateway other = new Gateway(SharedInfrastructure.get().redisCache(), gateway)) {
            // Until both are connected to Redis, each knows only its local tickets.
            Gateway.await(() -> {
                String request = "GET " + PATH + "?ticket=" + gateway.service.ticket(UUID.randomUUID(), PATH)
                        + " HTTP/1.1\r\nHost: shop\r\n";
                assertThat(stream(gateway, request).head()).startsWith("HTTP/1.1 200");
                boolean used = stream(other, request).head().startsWith("HTTP/1.1 401");
                closeStreams();
                return used;
            });
        }
    }

    /** An open stream would delay the shutdown of the gateway by ten minutes. */
    @Test
    void endsOpenStreamsAtShutdown() throws IOException {
        Gateway stopping = new Gateway(
                SharedInfrastructure.get().redisCache(), gateway, "--spring.lifecycle.timeout-per-shutdown-phase=10m");
        Stream stream = stream(stopping, bearer());
        assertThat(stream.next()).isEqualTo("retry: 3000");
        Thread stop = Thread.ofPlatform().daemon().start(stopping::close);

        Gateway.await(() -> !stop.isAlive());
        String line = stream.body().readLine();
        while (line != null) {
            assertThat(line).matches("0?");
            line = stream.body().readLine();
        }
    }

    @Test
    void acceptsOnlyTicketsAsTicketParameter(CapturedOutput output) {
        String access = gateway.service.token(UUID.randomUUID());
        String ticket = gateway.service.ticket(UUID.randomUUID(), PATH);

        assertThat(gateway.get(gateway.to(PATH + "?ticket=" + access)).code()).isEqualTo("TICKET_INVALID");
        assertThat(gateway.get(gateway.to(PATH + "?ticket=")).status()).isEqualTo(401);
        assertThat(gateway.get(gateway.to(PATH + "?access_token=" + access)).status())
                .isEqualTo(401);
        assertThat(gateway.get(gateway.to(PATH).header("X-Internal-Stream-Ticket", ticket))
                        .status())
                .isEqualTo(401);
        assertThat(gateway.get(gateway.to("/api/coupons").header("Authorization", "Bearer " + ticket))
                        .code())
                .isEqualTo("UNAUTHENTICATED");
        assertThat(gateway.get(gateway.to("/api/coupons/broken?ticket=" + ticket))
                        .status())
                .isEqualTo(401);
        assertThat(output.getAll()).doesNotContain(ticket).doesNotContain(access);
    }

    private String bearer() {
        return "GET " + PATH + " HTTP/1.1\r\nHost: shop\r\nAuthorization: Bearer "
                + gateway.service.token(UUID.randomUUID()) + "\r\n";
    }

    /** A stream as raw bytes, without client buffers. */
    private record Stream(Socket socket, String head, BufferedReader body) {
        void close() {
            try {
                socket.close();
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }

        /** Returns the next line of an event and skips chunk sizes. */
        String next() throws IOException {
            String line = body.readLine();
            while (line.isEmpty() || line.matches("[0-9a-f]+")) {
                line = body.readLine();
            }
            return line;
        }
    }

    private Stream stream(String request) {
        return stream(gateway, request);
    }

    private Stream stream(Gateway target, String request) {
        return StallRetry.get(
                () -> openOnce(target, request), stream -> stream.head().startsWith("HTTP/1.1 50"));
    }

    private Stream openOnce(Gateway target, String request) {
        try {
            return connect(new Socket(InetAddress.getLoopbackAddress(), target.port()), request);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private Stream connect(Socket socket, String request) throws IOException {
        socket.setSoTimeout(30_000);
        socket.getOutputStream().write((request + "\r\n").getBytes(StandardCharsets.US_ASCII));
        BufferedReader lines =
                new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        StringBuilder head = new StringBuilder();
        for (String line = lines.readLine(); !line.isEmpty(); line = lines.readLine()) {
            head.append(line).append('\n');
        }
        Stream stream = new Stream(socket, head.toString(), lines);
        open.add(stream);
        return stream;
    }
}
