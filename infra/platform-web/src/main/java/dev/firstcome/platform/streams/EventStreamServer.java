package dev.firstcome.platform.streams;

import dev.firstcome.platform.deadlines.RequestDeadline;
import dev.firstcome.platform.problems.ProblemException;
import dev.firstcome.platform.streams.EventStream.StreamEndReason;
import dev.firstcome.platform.streams.EventStream.StreamSource;
import dev.firstcome.platform.streams.EventStream.StreamSubscriber;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.springframework.context.SmartLifecycle;
import org.springframework.http.HttpStatus;

/**
 * Serves the open streams of this process, with limits in total and per user. A stream occupies the virtual thread of
 * its request. It ends when the access token expires, the process shuts down, the client disconnects or the user opens
 * more streams than allowed. Shutdown ends all streams before the web server waits for active requests.
 */
public final class EventStreamServer implements SmartLifecycle {
    private static final String TOO_MANY = "TOO_MANY_STREAMS";

    private static final Duration TOTAL_LIMIT_RETRY_AFTER = Duration.ofSeconds(5);

    private final StreamsProperties properties;
    private final Clock clock;
    private final MeterRegistry meters;
    private final AtomicInteger open = new AtomicInteger();
    private final Map<UUID, List<EventStream>> byUser = new ConcurrentHashMap<>();
    private volatile boolean running;

    public EventStreamServer(StreamsProperties properties, Clock clock, MeterRegistry meters) {
        this.properties = properties;
        this.clock = clock;
        this.meters = meters;
        meters.gauge("firstcome.streams.open", open);
    }

    /**
     * Opens a stream and writes it until it ends. An I/O failure ends the stream and is not thrown.
     *
     * @throws ProblemException 429 with {@code Retry-After} if the limit of all users is reached
     */
    public void serve(StreamSubscriber subscriber, HttpServletResponse response, StreamSource source) {
        RequestDeadline.requireTime(); // an open stream has no deadline
        EventStream stream = register(subscriber.userId());
        StreamEndReason end = StreamEndReason.GONE;
        try {
            end = write(stream, subscriber, response, source);
        } catch (IOException broken) {
            end = isTimeout(broken) ? StreamEndReason.SLOW_READER : StreamEndReason.GONE;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            end = StreamEndReason.SHUTDOWN;
        } finally {
            stream.end(end);
            unregister(subscriber.userId(), stream);
            meters.counter("firstcome.streams.ended", "reason", end.name()).increment();
        }
    }

    private StreamEndReason write(
            EventStream stream, StreamSubscriber subscriber, HttpServletResponse response, StreamSource source)
            throws IOException, InterruptedException {
        StreamWriter writer = new StreamWriter(stream, response, clock);
        writer.begin(properties.retry());
        Runnable subscription = source.subscribe(stream);
        try {
            return writer.writeUntil(subscriber.expiresAt(), properties.heartbeat());
        } finally {
            subscription.run();
        }
    }

    /** Searches the causes, because Tomcat and Spring wrap the exception. */
    private static boolean isTimeout(Throwable broken) {
        return Stream.iterate(broken, Objects::nonNull, Throwable::getCause)
                .anyMatch(SocketTimeoutException.class::isInstance);
    }

    private EventStream register(UUID user) {
        if (!running) {
            throw ProblemException.unavailable();
        }
        if (open.incrementAndGet() > properties.openMax()) {
            open.decrementAndGet();
            throw tooMany();
        }
        EventStream stream = new EventStream(properties.eventsWaitingMax());
        byUser.compute(user, (id, others) -> with(others == null ? List.of() : others, stream));
        if (!running) { // stop() may have run before the stream was registered
            stream.end(StreamEndReason.SHUTDOWN);
        }
        return stream;
    }

    /** Ends the oldest streams over the limit: a rejected browser would never try again. */
    private List<EventStream> with(List<EventStream> others, EventStream stream) {
        int surplus = Math.max(0, others.size() + 1 - properties.perUserMax());
        others.subList(0, surplus).forEach(oldest -> oldest.end(StreamEndReason.REPLACED));
        List<EventStream> streams = new ArrayList<>(others.subList(surplus, others.size()));
        streams.add(stream);
        return List.copyOf(streams);
    }

    private void unregister(UUID user, EventStream stream) {
        byUser.computeIfPresent(user, (id, streams) -> {
            List<EventStream> others =
                    streams.stream().filter(other -> other != stream).toList();
            return others.isEmpty() ? null : others;
        });
        open.decrementAndGet();
    }

    private ProblemException tooMany() {
        meters.counter("firstcome.streams.refused").increment();
        return ProblemException.of(HttpStatus.TOO_MANY_REQUESTS, TOO_MANY).retryAfter(TOTAL_LIMIT_RETRY_AFTER);
    }

    @Override
    public void start() {
        running = true;
    }

    @Override
    public void stop() {
        running = false;
        byUser.values().forEach(streams -> streams.forEach(stream -> stream.end(StreamEndReason.SHUTDOWN)));
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Stops before the web server, which waits for active requests. */
    @Override
    public int getPhase() {
        return DEFAULT_PHASE;
    }
}
