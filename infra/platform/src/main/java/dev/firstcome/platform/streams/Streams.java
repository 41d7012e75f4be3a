package dev.firstcome.platform.streams;

import dev.firstcome.platform.problems.Problem;
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
 * The streams that are open in this process: a bounded number in all and for each user. A stream has the thread that its
 * call came on, which is a virtual one, and ends with the caller's access token, with the process, or with its reader. All
 * are ended before the server waits for its last calls.
 */
public final class Streams implements SmartLifecycle {
    private static final String TOO_MANY = "TOO_MANY_STREAMS";

    /** Soon: readers who have gone are noticed by the second write after that, and their places are free. */
    private static final Duration USER_COMES_AGAIN = Duration.ofSeconds(2);

    private static final Duration ANYONE_COMES_AGAIN = Duration.ofSeconds(5);

    private final StreamsProperties properties;
    private final Clock clock;
    private final MeterRegistry meters;
    private final AtomicInteger open = new AtomicInteger();
    private final Map<UUID, List<EventStream>> byUser = new ConcurrentHashMap<>();
    private volatile boolean running;

    public Streams(StreamsProperties properties, Clock clock, MeterRegistry meters) {
        this.properties = properties;
        this.clock = clock;
        this.meters = meters;
        meters.gauge("firstcome.streams.open", open);
    }

    /**
     * Opens a stream and writes it until it ends; what went wrong on the way to its reader ends it, and is not thrown.
     *
     * @throws Problem 429 where too many are open, with the time after which to come again
     */
    public void serve(StreamCaller caller, HttpServletResponse response, StreamSource source) {
        EventStream stream = enter(caller.user());
        StreamEnd end = StreamEnd.GONE;
        try {
            end = write(stream, caller, response, source);
        } catch (IOException broken) {
            end = isTimeout(broken) ? StreamEnd.SLOW_READER : StreamEnd.GONE;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            end = StreamEnd.SHUTDOWN;
        } finally {
            stream.end(end);
            leave(caller.user(), stream);
            meters.counter("firstcome.streams.ended", "reason", end.name()).increment();
        }
    }

    private StreamEnd write(EventStream stream, StreamCaller caller, HttpServletResponse response, StreamSource source)
            throws IOException, InterruptedException {
        StreamWriter writer = new StreamWriter(stream, response, clock);
        writer.begin(properties.retry());
        Runnable feeding = source.feed(stream);
        try {
            return writer.writeUntil(caller.until(), properties.heartbeat());
        } finally {
            feeding.run();
        }
    }

    /** The server and the framework each wrap what happened. */
    private static boolean isTimeout(Throwable broken) {
        return Stream.iterate(broken, Objects::nonNull, Throwable::getCause)
                .anyMatch(SocketTimeoutException.class::isInstance);
    }

    private EventStream enter(UUID user) {
        if (!running) {
            throw Problem.unavailable();
        }
        if (open.incrementAndGet() > properties.openMax()) {
            open.decrementAndGet();
            throw tooMany("all", ANYONE_COMES_AGAIN);
        }
        EventStream stream = new EventStream(properties.eventsWaitingMax());
        List<EventStream> own = byUser.compute(user, (id, others) -> with(others == null ? List.of() : others, stream));
        if (!own.contains(stream)) {
            open.decrementAndGet();
            own.forEach(EventStream::nudge);
            throw tooMany("user", USER_COMES_AGAIN);
        }
        if (!running) { // nobody ends it who has looked for streams before
            stream.end(StreamEnd.SHUTDOWN);
        }
        return stream;
    }

    private List<EventStream> with(List<EventStream> others, EventStream stream) {
        if (others.size() >= properties.perUserMax()) {
            return others;
        }
        List<EventStream> own = new ArrayList<>(others);
        own.add(stream);
        return List.copyOf(own);
    }

    private void leave(UUID user, EventStream stream) {
        byUser.computeIfPresent(user, (id, own) -> {
            List<EventStream> others =
                    own.stream().filter(other -> other != stream).toList();
            return others.isEmpty() ? null : others;
        });
        open.decrementAndGet();
    }

    private Problem tooMany(String limit, Duration wait) {
        meters.counter("firstcome.streams.refused", "limit", limit).increment();
        return Problem.of(HttpStatus.TOO_MANY_REQUESTS, TOO_MANY).retryAfter(wait);
    }

    @Override
    public void start() {
        running = true;
    }

    @Override
    public void stop() {
        running = false;
        byUser.values().forEach(own -> own.forEach(stream -> stream.end(StreamEnd.SHUTDOWN)));
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Stopped first of all: before the server, which waits for its last calls, and begun after all. */
    @Override
    public int getPhase() {
        return DEFAULT_PHASE;
    }
}
