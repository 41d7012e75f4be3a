package dev.firstcome.platform.streams;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

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
}
