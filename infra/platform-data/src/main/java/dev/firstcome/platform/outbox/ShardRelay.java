package dev.firstcome.platform.outbox;

import dev.firstcome.platform.outbox.OutboxTable.OutboxRow;
import dev.firstcome.platform.outbox.RelayLeadership.SlotState;
import dev.firstcome.platform.outbox.RelayState.RelayMeters;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes one shard's outbox while this instance is its leader: from the write-ahead log for low latency, and by the sweep
 * so that no row remains. After each failure it acquires the leadership and examines the slot before it starts an engine.
 *
 * <p>Each instance tries to become leader every second. It takes over within two seconds from a leader that has ended, and
 * within half a minute from one that is suspended. A lost or invalidated slot is recreated at once and reported. The rows
 * of the table are published before the new slot is read, so that no version precedes an earlier one.
 */
final class ShardRelay implements Runnable {
    private static final Logger log = LoggerFactory.getLogger(ShardRelay.class);
    private static final Duration INTERVAL = Duration.ofSeconds(1);
    private static final Duration RETRY_DELAY_MAX = Duration.ofSeconds(5);

    /** Without heartbeats, the slot would retain the writes of all other tables and databases. */
    private static final Duration HEARTBEAT_INTERVAL = Duration.ofSeconds(5);

    /** The engine connects several times before it reads, which takes seconds on a busy machine. */
    private static final Duration START_TIMEOUT = Duration.ofSeconds(20);

    /** The server may have terminated the engine's session without the engine noticing. */
    private static final Duration INACTIVE_MAX = Duration.ofSeconds(10);

    private final ReplicationAddress address;
    private final OutboxProperties properties;
    private final OutboxTable table;
    private final SlotRegistry slotRegistry;
    private final OutboxPublisher publisher;
    private final RelayMeters meters;
    private final AtomicReference<RelayState> state = new AtomicReference<>(RelayState.follower("starting"));

    private String lastFailure = "";
    private volatile long lastBatchAt = System.nanoTime();

    ShardRelay(
            ReplicationAddress address,
            OutboxProperties properties,
            OutboxTable table,
            SlotRegistry slotRegistry,
            OutboxPublisher publisher,
            MeterRegistry meters) {
        this.address = address;
        this.properties = properties;
        this.table = table;
        this.slotRegistry = slotRegistry;
        this.publisher = publisher;
        this.meters = new RelayMeters(meters, address.shard(), state::get);
    }

    String shard() {
        return address.shard();
    }

    RelayState state() {
        return state.get();
    }

    @Override
    public void run() {
        Duration pause = INTERVAL;
        try {
            while (!Thread.currentThread().isInterrupted()) {
                pause = runOnce() ? INTERVAL : min(pause.multipliedBy(2), RETRY_DELAY_MAX);
                TimeUnit.MILLISECONDS.sleep(pause.toMillis());
            }
        } catch (InterruptedException stopped) {
            log.debug("The relay of {} stops", shard());
        }
    }

    private static Duration min(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    /** Leads for as long as possible. Returns whether the next attempt may follow without a longer delay. */
    private boolean runOnce() throws InterruptedException {
        try {
            Optional<RelayLeadership> acquired = RelayLeadership.tryAcquire(address);
            if (acquired.isEmpty()) {
                state.set(RelayState.follower("another instance is the leader"));
                return true;
            }
            try (RelayLeadership leadership = acquired.get()) {
                lead(leadership);
                return true;
            }
        } catch (ExecutionException failed) {
            return suspend(Objects.requireNonNullElse(failed.getCause(), failed));
        } catch (SQLException | RuntimeException failed) { // the one place that reports a shard's failures and retries
            return suspend(failed);
        }
    }

    /** Logs a failure, unless it is the same as the last one. Returns whether this instance was the leader. */
    private boolean suspend(Throwable failure) {
        String reason = String.valueOf(failure.getMessage());
        RelayState before = state.get();
        state.set(before.suspended(reason));
        if (!reason.equals(lastFailure)) {
            log.warn("The relay of {} is suspended and retries: {}", shard(), reason, failure);
            lastFailure = reason;
        }
        return before.leader();
    }

    private void lead(RelayLeadership leadership) throws SQLException, ExecutionException, InterruptedException {
        if (leadership.slot().filter(SlotState::usable).isEmpty()) {
            createSlot(leadership);
        }
        if (!slotRegistry.isTablePublished() && !publishTableFirst(leadership)) {
            return;
        }
        leadership.terminateSlotReader();
        try (OutboxEngine engine = new OutboxEngine(address, leadership.server(), properties.batch(), this::publish)) {
            supervise(leadership, engine);
        }
    }

    /** Returns when the engine or the leadership has ended. */
    private void supervise(RelayLeadership leadership, OutboxEngine engine)
            throws SQLException, ExecutionException, InterruptedException {
        long heartbeatAt = System.nanoTime();
        long activeBy = System.nanoTime() + START_TIMEOUT.toNanos();
        while (leadership.isValid()) {
            if (System.nanoTime() - heartbeatAt >= HEARTBEAT_INTERVAL.toNanos()) {
                leadership.writeHeartbeat();
                heartbeatAt = System.nanoTime();
            }
            if (observe(leadership)) {
                activeBy = System.nanoTime() + INACTIVE_MAX.toNanos();
            } else if (System.nanoTime() - activeBy >= 0) {
                throw new SQLException("The slot " + address.slot() + " has no reader");
            }
            sweep();
            if (hasEnded(engine)) {
                return;
            }
        }
    }

    private static boolean hasEnded(OutboxEngine engine) throws ExecutionException, InterruptedException {
        try {
            engine.termination().get(INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException running) {
            return false;
        }
    }

    /** The creation waits for open transactions, perhaps longer than this session exists: the table is published first. */
    private void createSlot(RelayLeadership leadership) throws SQLException, InterruptedException {
        if (slotRegistry.beginCreation() == SlotRegistry.PreviousSlot.LOST) {
            meters.countLostSlot();
            log.error(
                    "The replication slot {} on {} was lost and is recreated; the events that it skipped are published"
                            + " from the table",
                    address.slot(),
                    shard());
        }
        if (leadership.slot().isPresent()) {
            leadership.dropSlot();
        }
        publishTable();
        state.set(RelayState.leader(0, table.backlog()));
        leadership.createSlot();
    }

    /** Returns whether the slot may be read: everything committed before its start is then published, in order. */
    private boolean publishTableFirst(RelayLeadership leadership) throws SQLException, InterruptedException {
        boolean complete = leadership.slot().filter(SlotState::complete).isPresent();
        publishTable();
        if (complete) {
            slotRegistry.markTablePublished();
        } else {
            state.set(RelayState.leader(0, table.backlog()));
        }
        return complete;
    }

    private void publishTable() throws InterruptedException {
        List<OutboxRow> page;
        do {
            page = meters.countSwept(table.olderThan(Duration.ZERO, properties.batch()));
            if (!page.isEmpty()) {
                publisher.publish(page);
            }
        } while (page.size() == properties.batch());
    }

    private void publish(List<OutboxRow> batch) throws InterruptedException {
        lastBatchAt = System.nanoTime();
        publisher.publish(batch);
        lastBatchAt = System.nanoTime();
    }

    /** Updates the state and returns whether the slot has a reader. */
    private boolean observe(RelayLeadership leadership) throws SQLException {
        SlotState slot = leadership.slot().orElse(new SlotState(false, false, false, 0));
        if (!slot.usable()) {
            throw new SQLException("The slot " + address.slot() + " is lost");
        }
        state.set(RelayState.leader(slot.lagBytes(), table.backlog()));
        return slot.active();
    }

    /** Publishes the rows that the write-ahead log has not delivered in time. */
    private void sweep() throws InterruptedException {
        Duration silence = Duration.ofNanos(System.nanoTime() - lastBatchAt);
        Duration age = silence.compareTo(properties.sweepAfter()) >= 0
                ? properties.sweepAfter()
                : properties.sweepInAnyCaseAfter();
        publisher.publishIfIdle(() -> meters.countSwept(table.olderThan(age, properties.sweepRows())));
    }
}
