package dev.firstcome.platform.outbox;

import dev.firstcome.platform.outbox.RelaySession.SlotState;
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
 * Sends what lies in one shard's outbox: the log's reader for speed, the sweep for certainty. Of all instances of the
 * service one leads; each tries again every second, so another takes over within a second or two, or within half a minute
 * from one that stands still. A slot that is missing although it was made once, or that the server has given up, is made
 * anew at once and said loudly; what it would have told is sent from the table first.
 */
final class ShardRelay implements Runnable {
    private static final Logger log = LoggerFactory.getLogger(ShardRelay.class);
    private static final Duration STEP = Duration.ofSeconds(1);
    private static final Duration PAUSE_MAX = Duration.ofSeconds(5);

    /** Writes of other tables and databases go by, too: without this the slot would hold all of it back. */
    private static final Duration SIGN_OF_LIFE_EVERY = Duration.ofSeconds(5);

    /** The server has ended the reader, and it has not heard of that. */
    private static final Duration READS_WITHIN = Duration.ofSeconds(10);

    private final LogAddress address;
    private final OutboxProperties properties;
    private final OutboxRows rows;
    private final OutboxPublisher publisher;
    private final KnownSlots knownSlots;
    private final RelayMeters meters;
    private final AtomicReference<RelayState> state = new AtomicReference<>(RelayState.following("starting"));

    private String lastReason = "";
    private volatile long lastBatchAt = System.nanoTime();

    ShardRelay(LogAddress address, RelayParts parts) {
        this.address = address;
        this.properties = parts.properties();
        this.rows = parts.tables().rows(address.shard());
        this.publisher = new OutboxPublisher(rows, parts, address.shard());
        this.knownSlots = parts.tables().slots(address);
        this.meters = new RelayMeters(parts.meters(), address.shard(), state::get);
    }

    String shard() {
        return address.shard();
    }

    RelayState state() {
        return state.get();
    }

    @Override
    public void run() {
        Duration pause = STEP;
        try {
            while (!Thread.currentThread().isInterrupted()) {
                pause = follow() ? STEP : min(pause.multipliedBy(2), PAUSE_MAX);
                TimeUnit.MILLISECONDS.sleep(pause.toMillis());
            }
        } catch (InterruptedException stopped) {
            log.debug("the relay of {} ends", shard());
        }
    }

    private static Duration min(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    /** Leads as long as it can; tells whether it is worth to try again soon. */
    private boolean follow() throws InterruptedException {
        try {
            Optional<RelaySession> leading = RelaySession.lead(address);
            if (leading.isEmpty()) {
                state.set(RelayState.following("another instance sends"));
                return true;
            }
            try (RelaySession session = leading.get()) {
                lead(session);
                return true;
            }
        } catch (ExecutionException failed) {
            return waits(Objects.requireNonNullElse(failed.getCause(), failed));
        } catch (SQLException
                | RuntimeException away) { // the one place where a shard's failures are said and waited out
            return waits(away);
        }
    }

    /** Says once why nothing is sent. Having been at work before, it is soon tried again. */
    private boolean waits(Throwable failure) {
        String reason = String.valueOf(failure.getMessage());
        RelayState before = state.get();
        state.set(before.waiting(reason));
        if (!reason.equals(lastReason)) {
            log.warn("the outbox of {} waits: {}", shard(), reason, failure);
            lastReason = reason;
        }
        return before.leads();
    }

    private void lead(RelaySession session) throws SQLException, ExecutionException, InterruptedException {
        if (session.slot().filter(SlotState::usable).isEmpty()) {
            makeSlot(session);
        }
        if (!knownSlots.isTableTold() && !tellTheTable(session)) {
            return;
        }
        session.endReaders();
        try (LogReader reader = new LogReader(address, session.server(), properties.batch(), this::take)) {
            long signAt = System.nanoTime();
            long readAt = System.nanoTime();
            while (session.isAlive()) {
                if (System.nanoTime() - signAt >= SIGN_OF_LIFE_EVERY.toNanos()) {
                    session.giveSignOfLife();
                    signAt = System.nanoTime();
                }
                if (look(session)) {
                    readAt = System.nanoTime();
                } else if (System.nanoTime() - readAt >= READS_WITHIN.toNanos()) {
                    throw new SQLException("nobody reads the slot " + address.slot());
                }
                sweep();
                try {
                    reader.ended().get(STEP.toMillis(), TimeUnit.MILLISECONDS);
                    return;
                } catch (TimeoutException goesOn) {
                    log.trace("the log of {} is being read", shard());
                }
            }
        }
    }

    /** It waits for transactions that are open, perhaps longer than this session does: what is in the table is told first. */
    private void makeSlot(RelaySession session) throws SQLException, InterruptedException {
        if (knownSlots.isToBeMade() == KnownSlots.Before.SLOT) {
            meters.slotLost();
            log.error(
                    "the replication slot {} on {} was lost and is made anew; what it skipped is sent from the table",
                    address.slot(),
                    shard());
        }
        if (session.slot().isPresent()) {
            session.dropSlot();
        }
        sendAllOfTheTable();
        state.set(RelayState.leading(0, rows.backlog()));
        session.createSlot();
    }

    /** Tells whether the log may be read now: all that was committed before the slot is told, in its order. */
    private boolean tellTheTable(RelaySession session) throws SQLException, InterruptedException {
        boolean complete = session.slot().filter(SlotState::complete).isPresent();
        sendAllOfTheTable();
        if (complete) {
            knownSlots.tableIsTold();
        } else {
            state.set(RelayState.leading(0, rows.backlog()));
        }
        return complete;
    }

    private void sendAllOfTheTable() throws InterruptedException {
        List<OutboxRow> page;
        do {
            page = meters.swept(rows.olderThan(Duration.ZERO, properties.batch()));
            if (!page.isEmpty()) {
                publisher.publish(page);
            }
        } while (page.size() == properties.batch());
    }

    private void take(List<OutboxRow> batch) throws InterruptedException {
        lastBatchAt = System.nanoTime();
        publisher.publish(batch);
        lastBatchAt = System.nanoTime();
    }

    /** Tells whether the log is being read. */
    private boolean look(RelaySession session) throws SQLException {
        SlotState slot = session.slot().orElse(new SlotState(false, false, false, 0));
        if (!slot.usable()) {
            throw new SQLException("the slot " + address.slot() + " is not usable any more");
        }
        state.set(RelayState.leading(slot.lagBytes(), rows.backlog()));
        return slot.active();
    }

    /** What the log does not bring in time is sent from the table. */
    private void sweep() throws InterruptedException {
        Duration silence = Duration.ofNanos(System.nanoTime() - lastBatchAt);
        Duration age = silence.compareTo(properties.sweepAfter()) >= 0
                ? properties.sweepAfter()
                : properties.sweepInAnyCaseAfter();
        publisher.publishIfIdle(() -> meters.swept(rows.olderThan(age, properties.sweepRows())));
    }
}
