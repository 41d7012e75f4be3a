package dev.firstcome.platform.streams;

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
 * Writes one stream in the form of server-sent events, in the calling thread, until it ends. A write that the reader does
 * not take up fails after the server's connection time-out.
 */
final class StreamWriter {
    private static final String HEARTBEAT = ":\n\n";

    private final EventStream stream;
    private final HttpServletResponse response;
    private final Clock clock;

    StreamWriter(EventStream stream, HttpServletResponse response, Clock clock) {
        this.stream = stream;
        this.response = response;
        this.clock = clock;
    }

    /** Answers at once, so that nobody waits for the first event to know that the stream is open. */
    void begin(Duration retry) throws IOException {
        response.setStatus(HttpServletResponse.SC_OK);
        response.setContentType(MediaType.TEXT_EVENT_STREAM_VALUE);
        response.setCharacterEncoding(StandardCharsets.UTF_8);
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        response.setHeader("X-Accel-Buffering", "no");
        long mean = retry.toMillis();
        write("retry: " + ThreadLocalRandom.current().nextLong(mean / 2, mean + mean / 2 + 1) + "\n\n");
    }

    /** Writes until the end, and says why it came. */
    StreamEnd writeUntil(Instant until, Duration heartbeat) throws IOException, InterruptedException {
        while (true) {
            Duration left = Duration.between(clock.instant(), until);
            if (!left.isPositive()) {
                stream.end(StreamEnd.TOKEN_EXPIRED);
            }
            EventStream.Work work = stream.take(left.compareTo(heartbeat) < 0 ? left : heartbeat);
            StringBuilder text = new StringBuilder();
            work.events().forEach(event -> append(text, event));
            StreamEnd end = work.end();
            if (end != null) {
                farewell(text, end);
                return end;
            }
            write(text.isEmpty() ? HEARTBEAT : text.toString());
        }
    }

    private void farewell(StringBuilder text, StreamEnd end) throws IOException {
        if (end != StreamEnd.SLOW_READER) {
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
