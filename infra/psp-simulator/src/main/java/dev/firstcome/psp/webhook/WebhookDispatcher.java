package dev.firstcome.psp.webhook;

import dev.firstcome.psp.ledger.Event;
import dev.firstcome.psp.ledger.Journal;
import dev.firstcome.psp.ledger.LedgerChange;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.Delayed;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Delivers webhook events at least once and in order per intent. Each event is retried until the receiver responds with
 * 2xx, for at most three days. At most {@link #PENDING_MAX} events are pending; beyond that, the oldest are dropped and
 * counted. Thread-safe.
 */
public final class WebhookDispatcher implements AutoCloseable {
    static final int PENDING_MAX = 100_000;
    static final int IN_FLIGHT_MAX = 16;

    private final Map<String, PendingEvent> pending = new LinkedHashMap<>();
    private final Map<String, IntentQueue> queues = new HashMap<>();
    private final DelayQueue<ScheduledQueue> schedule = new DelayQueue<>();
    private final List<Thread> workers = new ArrayList<>();
    private final @Nullable WebhookSender sender;
    private final Journal journal;
    private final Clock clock;
    private long delivered;
    private long dropped;

    /** @param secret signs the events */
    public record Target(URI url, String secret) {}

    /** @param dropped events dropped after three days or because of the limit */
    public record Counts(long pending, long delivered, long dropped) {}

    private record ScheduledQueue(IntentQueue queue, long time) implements Delayed {
        @Override
        public long getDelay(TimeUnit unit) {
            return unit.convert(time - System.nanoTime(), TimeUnit.NANOSECONDS);
        }

        @Override
        public int compareTo(Delayed other) {
            return Long.compare(getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
        }
    }

    /** @param target null disables webhooks */
    public WebhookDispatcher(
            @Nullable Target target,
            Function<Event, byte[]> bodies,
            PendingEvents undelivered,
            Journal journal,
            Clock clock) {
        this.sender = target == null ? null : new WebhookSender(target, bodies, clock);
        this.journal = journal;
        this.clock = clock;
        this.delivered = undelivered.delivered();
        this.dropped = undelivered.dropped();
        register(undelivered.pending());
    }

    public boolean isEnabled() {
        return sender != null;
    }

    /** Starts the workers, which first send the undelivered events of the previous run. */
    public void start() {
        if (sender == null) {
            return;
        }
        release(events());
        for (int number = 1; number <= IN_FLIGHT_MAX; number++) {
            workers.add(Thread.ofVirtual().name("webhook-", number).start(() -> work(sender)));
        }
    }

    private synchronized List<Event> events() {
        return pending.values().stream().map(pendingEvent -> pendingEvent.event).toList();
    }

    /** Assigns the order of the events. They are sent after {@link #release}. */
    public synchronized void register(List<Event> events) {
        for (Event event : events) {
            if (pending.size() >= PENDING_MAX) {
                dropOldest();
            }
            PendingEvent added = new PendingEvent(event);
            pending.put(event.id(), added);
            queues.computeIfAbsent(event.orderingKey(), IntentQueue::new).events.add(added);
        }
    }

    public synchronized void release(List<Event> events) {
        for (Event event : events) {
            PendingEvent pendingEvent = pending.get(event.id());
            if (pendingEvent != null && !pendingEvent.released) {
                pendingEvent.release();
                schedule(event.orderingKey());
            }
        }
    }

    /** Waits for the first delivery attempt of each event, at most for the timeout. */
    public void awaitFirstAttempt(List<Event> events, Duration timeout) {
        List<CompletableFuture<Void>> attempts = new ArrayList<>();
        synchronized (this) {
            for (Event event : events) {
                PendingEvent pendingEvent = pending.get(event.id());
                if (pendingEvent != null) {
                    attempts.add(pendingEvent.firstAttempt);
                }
            }
        }
        try {
            CompletableFuture.allOf(attempts.toArray(CompletableFuture<?>[]::new))
                    .get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException _) {
            // The response must be sent regardless.
        }
    }

    public synchronized Counts counts() {
        return new Counts(pending.size(), delivered, dropped);
    }

    private void schedule(String orderingKey) {
        IntentQueue queue = queues.get(orderingKey);
        if (queue == null || queue.busy) {
            return;
        }
        PendingEvent head = queue.events.peek();
        if (head == null) {
            queues.remove(orderingKey);
        } else if (head.released) {
            queue.busy = true;
            schedule.add(new ScheduledQueue(queue, head.due));
        }
    }

    private void work(WebhookSender sender) {
        try {
            while (true) {
                IntentQueue queue = schedule.take().queue();
                PendingEvent head = head(queue);
                boolean acknowledged = head != null && sender.send(head.event);
                finish(queue, head, acknowledged);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns null if the due event was dropped and the next one is not released. */
    private synchronized @Nullable PendingEvent head(IntentQueue queue) {
        PendingEvent head = queue.events.peek();
        return head != null && head.released ? head : null;
    }

    private synchronized void finish(IntentQueue queue, @Nullable PendingEvent attempted, boolean acknowledged) {
        if (attempted != null) {
            if (acknowledged) {
                attempted.remainingCopies--;
                attempted.due = System.nanoTime();
            } else {
                attempted.failures++;
                attempted.due = System.nanoTime()
                        + RetryBackoff.after(attempted.failures).toNanos();
            }
            boolean expired = clock.millis() - attempted.event.at() > RetryBackoff.RETRY_PERIOD.toMillis();
            if (attempted.remainingCopies == 0 || (!acknowledged && expired)) {
                complete(attempted, acknowledged);
            }
            attempted.firstAttempt.complete(null);
        }
        queue.busy = false;
        schedule(queue.intentId);
    }

    private void complete(PendingEvent completed, boolean acknowledged) {
        if (pending.remove(completed.event.id()) == null) {
            return;
        }
        IntentQueue queue = queues.get(completed.event.orderingKey());
        if (queue != null) {
            queue.events.remove(completed);
        }
        delivered += acknowledged ? 1 : 0;
        dropped += acknowledged ? 0 : 1;
        try {
            journal.append(LedgerChange.eventCompleted(completed.event.id(), acknowledged));
        } catch (IOException e) {
            System.err.println("psp-simulator: " + completed.event.id() + " will be sent again after a restart: " + e);
        }
    }

    private void dropOldest() {
        PendingEvent oldest = pending.values().iterator().next();
        complete(oldest, false);
        oldest.firstAttempt.complete(null);
        schedule(oldest.event.orderingKey());
    }

    @Override
    public void close() {
        workers.forEach(Thread::interrupt);
        if (sender != null) {
            sender.close();
        }
    }
}
