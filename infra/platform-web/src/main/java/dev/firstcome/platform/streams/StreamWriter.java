package dev.firstcome.platform.streams;

import dev.firstcome.platform.streams.EventStream.StreamEndReason;
import dev.firstcome.platform.streams.EventStream.StreamEvent;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;

/**
 * Writes one stream as server-sent events, in the calling thread, until it ends. A blocked write fails after the
 * connection timeout of the server.
 */
final class StreamWriter {
    private static final String HEARTBEAT = ":\n\n";
    private static final Duration REPLACED_RETRY = Duration.ofSeconds(30);

    private final EventStream stream;
    private final HttpServletResponse response;
    private final Clock clock;

    StreamWriter(EventStream stream, HttpServletResponse response, Clock clock) {
        this.stream = stream;
        this.response = response;
        this.clock = clock;
    }

    /** Sends the response headers before the first event, so that the client sees an open stream. */
    void begin(Duration retry) throws IOException {
        response.setStatus(HttpServletResponse.SC_OK);
        response.setContentType(MediaType.TEXT_EVENT_STREAM_VALUE);
        response.setCharacterEncoding(StandardCharsets.UTF_8);
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        response.setHeader("X-Accel-Buffering", "no");
        long mean = retry.toMillis();
        write("retry: " + ThreadLocalRandom.current().nextLong(mean / 2, mean + mean / 2 + 1) + "\n\n");
    }

    /** Writes events until the stream ends, and returns the reason. */
    StreamEndReason writeUntil(Instant expiresAt, Duration heartbeat) throws IOException, InterruptedException {
        while (true) {
            Duration remaining = Duration.between(clock.instant(), expiresAt);
            if (!remaining.isPositive()) {
                stream.end(StreamEndReason.TOKEN_EXPIRED);
            }
            EventStream.Batch batch = stream.poll(remaining.compareTo(heartbeat) < 0 ? remaining : heartbeat);
            StringBuilder text = new StringBuilder();
            batch.events().forEach(event -> append(text, event));
            StreamEndReason end = batch.end();
            if (end != null) {
                writeEnd(text, end);
                return end;
            }
            write(text.isEmpty() ? HEARTBEAT : text.toString());
        }
    }

    private void writeEnd(StringBuilder text, StreamEndReason end) throws IOException {
        if (end == StreamEndReason.REPLACED) {
            // A browser reconnects by itself and would end another stream at once.
            text.append("retry: ").append(REPLACED_RETRY.toMillis()).append("\n\n");
        }
        if (end != StreamEndReason.SLOW_READER) {
            write(text.append("event: end\ndata: {\"reason\":\"")
                    .append(end)
                    .append("\"}\n\n")
                    .toString());
        }
    }

    private static void append(StringBuilder text, StreamEvent event) {
        text.append("id: ").append(event.id()).append('\n');
        text.append("event: ").append(event.name()).append('\n');
        event.data().lines().forEach(line -> text.append("data: ").append(line).append('\n'));
        text.append('\n');
    }

    private void write(String text) throws IOException {
        response.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        response.flushBuffer();
    }
}
