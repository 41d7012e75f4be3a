package dev.firstcome.psp.webhook;

import dev.firstcome.psp.ledger.Change;
import dev.firstcome.psp.ledger.Event;
import dev.firstcome.psp.ledger.Journal;
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
 * Tells the shop of events: each at least once, those of one intent in their order, until the shop answers 2xx or three days
 * are over. At most {@link #WAITING_MAX} wait; beyond that the oldest are dropped and counted.
 */
public final class Webhooks implements AutoCloseable {
    static final int WAITING_MAX = 100_000;
    static final int IN_FLIGHT_MAX = 16;

    private final Map<String, WaitingEvent> waiting = new LinkedHashMap<>();
    private final Map<String, Lane> lanes = new HashMap<>();
    private final DelayQueue<Due> due = new DelayQueue<>();
    private final List<Thread> workers = new ArrayList<>();
    private final @Nullable Sender sender;
    private final Journal journal;
    private final Clock clock;
    private long delivered;
    private long dropped;

    /** @param secret that events are signed with */
    public record Target(URI url, String secret) {}

    /** @param dropped given up after three days, or because too many waited */
    public record Counts(long waiting, long delivered, long dropped) {}

    private record Due(Lane lane, long time) implements Delayed {
        @Override
        public long getDelay(TimeUnit unit) {
            return unit.convert(time - System.nanoTime(), TimeUnit.NANOSECONDS);
        }

        @Override
        public int compareTo(Delayed other) {
            return Long.compare(getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
        }
    }

    /** @param target null: nobody is told of anything */
    public Webhooks(
            @Nullable Target target, Function<Event, byte[]> bodies, Backlog backlog, Journal journal, Clock clock) {
        this.sender = target == null ? null : new Sender(target, bodies, clock);
        this.journal = journal;
        this.clock = clock;
        this.delivered = backlog.delivered();
        this.dropped = backlog.dropped();
        register(backlog.waiting());
    }

    public boolean areWanted() {
        return sender != null;
    }

    /** Sends what is left from the life before, then what comes. */
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
        return waiting.values().stream().map(one -> one.event).toList();
    }

    /** Fixes their place in the order; they are sent once {@link #release released}. */
    public synchronized void register(List<Event> events) {
        for (Event event : events) {
            if (waiting.size() >= WAITING_MAX) {
                dropOldest();
            }
            WaitingEvent added = new WaitingEvent(event);
            waiting.put(event.id(), added);
            lanes.computeIfAbsent(event.lane(), Lane::new).queue.add(added);
        }
    }

    public synchronized void release(List<Event> events) {
        for (Event event : events) {
            WaitingEvent one = waiting.get(event.id());
            if (one != null && !one.released) {
                one.release();
                schedule(event.lane());
            }
        }
    }

    /** Returns when each was tried once, or after the bound. */
    public void awaitFirstTry(List<Event> events, Duration bound) {
        List<CompletableFuture<Void>> tries = new ArrayList<>();
        synchronized (this) {
            for (Event event : events) {
                WaitingEvent one = waiting.get(event.id());
                if (one != null) {
                    tries.add(one.firstTry);
                }
            }
        }
        try {
            CompletableFuture.allOf(tries.toArray(CompletableFuture<?>[]::new))
                    .get(bound.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException _) {
            // The answer must leave at some time.
        }
    }

    public synchronized Counts counts() {
        return new Counts(waiting.size(), delivered, dropped);
    }

    private void schedule(String laneId) {
        Lane lane = lanes.get(laneId);
        if (lane == null || lane.busy) {
            return;
        }
        WaitingEvent head = lane.queue.peek();
        if (head == null) {
            lanes.remove(laneId);
        } else if (head.released) {
            lane.busy = true;
            due.add(new Due(lane, head.due));
        }
    }

    private void work(Sender through) {
        try {
            while (true) {
                Lane lane = due.take().lane();
                WaitingEvent head = head(lane);
                boolean taken = head != null && through.send(head.event);
                finish(lane, head, taken);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** Null where the event that was due has been dropped and the next is not released. */
    private synchronized @Nullable WaitingEvent head(Lane lane) {
        WaitingEvent head = lane.queue.peek();
        return head != null && head.released ? head : null;
    }

    private synchronized void finish(Lane lane, @Nullable WaitingEvent tried, boolean taken) {
        if (tried != null) {
            if (taken) {
                tried.copiesLeft--;
                tried.due = System.nanoTime();
            } else {
                tried.failures++;
                tried.due = System.nanoTime() + Backoff.after(tried.failures).toNanos();
            }
            boolean old = clock.millis() - tried.event.at() > Backoff.GIVEN_UP_AFTER.toMillis();
            if (tried.copiesLeft == 0 || (!taken && old)) {
                settle(tried, taken);
            }
            tried.firstTry.complete(null);
        }
        lane.busy = false;
        schedule(lane.id);
    }

    private void settle(WaitingEvent one, boolean taken) {
        if (waiting.remove(one.event.id()) == null) {
            return;
        }
        Lane lane = lanes.get(one.event.lane());
        if (lane != null) {
            lane.queue.remove(one);
        }
        delivered += taken ? 1 : 0;
        dropped += taken ? 0 : 1;
        try {
            journal.append(Change.settled(one.event.id(), taken));
        } catch (IOException e) {
            System.err.println("psp-simulator: " + one.event.id() + " will be sent again after a restart: " + e);
        }
    }

    private void dropOldest() {
        WaitingEvent oldest = waiting.values().iterator().next();
        settle(oldest, false);
        oldest.firstTry.complete(null);
        schedule(oldest.event.lane());
    }

    @Override
    public void close() {
        workers.forEach(Thread::interrupt);
        if (sender != null) {
            sender.close();
        }
    }
}
