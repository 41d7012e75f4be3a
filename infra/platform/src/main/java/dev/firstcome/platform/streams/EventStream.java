package dev.firstcome.platform.streams;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One open stream, between whoever has events for it and the one thread that writes them. What waits in it is bounded: a
 * reader that does not keep up is cut off, and goes on later after the last event that it got. Events are written in the
 * order in which they were offered.
 */
public final class EventStream {
    private final int waitingMax;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final List<StreamEvent> waiting = new ArrayList<>();
    private boolean nudged;
    private @Nullable StreamEnd end;

    EventStream(int waitingMax) {
        this.waitingMax = waitingMax;
    }

    /** Whether all that was offered is with the writer: who asks before offering never overfills a stream. */
    public boolean wantsMore() {
        return locked(() -> waiting.isEmpty() && end == null);
    }

    /** Adds events, all or none. More than there is room for ends the stream; nothing is added to one that has ended. */
    public boolean offer(List<StreamEvent> events) {
        return locked(() -> {
            if (end != null) {
                return false;
            }
            if (waiting.size() + events.size() > waitingMax) {
                finish(StreamEnd.SLOW_READER);
                return false;
            }
            waiting.addAll(events);
            changed.signal();
            return true;
        });
    }

    /** Ends the stream, for the first reason that comes. */
    public void end(StreamEnd reason) {
        locked(() -> finish(reason));
    }

    /** Lets the writer write something now, so that a reader who has gone is noticed. */
    void nudge() {
        locked(() -> {
            nudged = true;
            changed.signal();
            return true;
        });
    }

    /** What there is to do for the writer: events in their order, or the end, or neither: a sign of life. */
    record Work(List<StreamEvent> events, @Nullable StreamEnd end) {}

    /** Waits for work, so long at most. A stream that was cut off gives no more of its events. */
    Work take(Duration patience) throws InterruptedException {
        long nanos = patience.toNanos();
        lock.lockInterruptibly();
        try {
            while (waiting.isEmpty() && end == null && !nudged && nanos > 0) {
                nanos = changed.awaitNanos(nanos);
            }
            nudged = false;
            Work work = new Work(List.copyOf(waiting), end);
            waiting.clear();
            return work;
        } finally {
            lock.unlock();
        }
    }

    private boolean finish(StreamEnd reason) {
        if (end == null) {
            end = reason;
            if (reason == StreamEnd.SLOW_READER) {
                waiting.clear();
            }
            changed.signal();
        }
        return true;
    }

    private boolean locked(Change change) {
        lock.lock();
        try {
            return change.make();
        } finally {
            lock.unlock();
        }
    }

    /** Something that is done under the lock. */
    private interface Change {
        boolean make();
    }
}
