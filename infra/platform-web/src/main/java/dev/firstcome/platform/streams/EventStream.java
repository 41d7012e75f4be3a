package dev.firstcome.platform.streams;

import dev.firstcome.platform.tokens.StreamTicketVerifier;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.InsufficientAuthenticationException;
import org.springframework.security.oauth2.jwt.Jwt;

/**
 * The bounded buffer of one open stream, between the event sources and the one thread that writes them. Events are
 * written in the order of their offers. A slow reader that fills the buffer is disconnected and resumes after its last
 * event. Thread-safe.
 */
public final class EventStream {
    private final int capacity;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final List<StreamEvent> buffer = new ArrayList<>();
    private @Nullable StreamEndReason end;

    EventStream(int capacity) {
        this.capacity = capacity;
    }

    /**
     * Returns true if the stream is open and its buffer is empty. A source that checks this first never overflows it.
     */
    public boolean isReady() {
        return locked(() -> buffer.isEmpty() && end == null);
    }

    /** Adds all events or none. An overflow ends the stream; an ended stream accepts no events. */
    public boolean offer(List<StreamEvent> events) {
        return locked(() -> {
            if (end != null) {
                return false;
            }
            if (buffer.size() + events.size() > capacity) {
                finish(StreamEndReason.SLOW_READER);
                return false;
            }
            buffer.addAll(events);
            changed.signal();
            return true;
        });
    }

    /** Ends the stream. Only the first reason counts. */
    public void end(StreamEndReason reason) {
        locked(() -> finish(reason));
    }

    /** The next write: the events in order, the end of the stream, or neither for a heartbeat. */
    record Batch(List<StreamEvent> events, @Nullable StreamEndReason end) {}

    /** Waits for the next write until the timeout. A stream that ended for a slow reader returns no more events. */
    Batch poll(Duration timeout) throws InterruptedException {
        long nanos = timeout.toNanos();
        lock.lockInterruptibly();
        try {
            while (buffer.isEmpty() && end == null && nanos > 0) {
                nanos = changed.awaitNanos(nanos);
            }
            Batch batch = new Batch(List.copyOf(buffer), end);
            buffer.clear();
            return batch;
        } finally {
            lock.unlock();
        }
    }

    private boolean finish(StreamEndReason reason) {
        if (end == null) {
            end = reason;
            if (reason == StreamEndReason.SLOW_READER) {
                buffer.clear();
            }
            changed.signal();
        }
        return true;
    }

    private boolean locked(LockedAction action) {
        lock.lock();
        try {
            return action.run();
        } finally {
            lock.unlock();
        }
    }

    /** An action under the lock. */
    private interface LockedAction {
        boolean run();
    }

    /** A source of events for a stream. */
    @FunctionalInterface
    public interface StreamSource {
        /** Starts offering events to the stream. The returned action cancels that; it is called once. */
        Runnable subscribe(EventStream stream);
    }

    /**
     * One server-sent event.
     *
     * @param id the {@code Last-Event-ID} with which a client resumes after this event; one line
     * @param name the event type; one line
     * @param data the JSON of the event
     */
    public record StreamEvent(String id, String name, String data) {
        public StreamEvent {
            if (!isOneLine(id) || !isOneLine(name)) {
                throw new IllegalStateException("the id and the name of an event must be one line each: " + name);
            }
        }

        private static boolean isOneLine(String text) {
            return text.chars().allMatch(character -> character >= ' ');
        }
    }

    /** The reason for the end of a stream. */
    public enum StreamEndReason {
        /** The access token has expired; the client needs a new one. */
        TOKEN_EXPIRED,
        /** The process shuts down; the client can reconnect to another instance. */
        SHUTDOWN,
        /** The user has opened more streams than allowed, and this was the oldest one. */
        REPLACED,
        /** There are no more events. */
        COMPLETE,
        /** The reader was too slow. The server closes the connection without an end event. */
        SLOW_READER,
        /** The client has disconnected. */
        GONE
    }

    /**
     * The user who opens a stream.
     *
     * @param expiresAt the expiry of the user's access token, which also ends the stream
     */
    public record StreamSubscriber(UUID userId, Instant expiresAt) {
        /** Returns the subscriber of this access token or ticket. It rejects a token without a user id or an expiry. */
        public static StreamSubscriber of(Jwt token) {
            Instant expiresAt = expiryOf(token);
            if (expiresAt == null) {
                throw new InsufficientAuthenticationException("the token has no expiry");
            }
            try {
                return new StreamSubscriber(UUID.fromString(String.valueOf(token.getSubject())), expiresAt);
            } catch (IllegalArgumentException notAnId) {
                throw new InsufficientAuthenticationException("the subject of the token is not a user id", notAnId);
            }
        }

        /** Returns the expiry of the access token, which a ticket carries in a claim of its own. */
        private static @Nullable Instant expiryOf(Jwt token) {
            Instant until = token.getClaimAsInstant(StreamTicketVerifier.UNTIL);
            return until == null ? token.getExpiresAt() : until;
        }
    }
}
