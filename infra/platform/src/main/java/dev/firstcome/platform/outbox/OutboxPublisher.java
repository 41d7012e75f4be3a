package dev.firstcome.platform.outbox;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * Sends rows of one shard's outbox and deletes them then: first all acknowledgements, then one delete. One caller at a
 * time, so that log and sweep never send beside each other. What fails is tried for ever, and nothing overtakes it.
 */
final class OutboxPublisher {
    private static final Logger log = LoggerFactory.getLogger(OutboxPublisher.class);
    private static final Duration PAUSE_MIN = Duration.ofMillis(100);
    private static final Duration PAUSE_MAX = Duration.ofSeconds(5);

    /** After that it is said that Kafka is away. */
    private static final Duration ACKNOWLEDGED_WITHIN = Duration.ofSeconds(15);

    private final ReentrantLock turn = new ReentrantLock();
    private final Leftovers leftovers = new Leftovers();
    private final String shard;
    private final OutboxRows rows;
    private final EventSender sender;
    private final Counter sent;
    private final Counter failed;
    private final Timer delay;

    OutboxPublisher(OutboxRows rows, RelayParts parts, String shard) {
        this.shard = shard;
        this.rows = rows;
        this.sender = parts.sender();
        MeterRegistry meters = parts.meters();
        this.sent = meters.counter("firstcome.outbox.sent", "shard", shard);
        this.failed = meters.counter("firstcome.outbox.retries", "shard", shard);
        this.delay = Timer.builder("firstcome.outbox.delay")
                .tag("shard", shard)
                .publishPercentileHistogram()
                .register(meters);
    }

    /** Returns when Kafka has all of these, and what others can see of them in the outbox is deleted. */
    void publish(List<OutboxRow> batch) throws InterruptedException {
        turn.lockInterruptibly();
        try {
            untilDone(batch);
            deleteLeftovers();
        } finally {
            turn.unlock();
        }
    }

    /** The same for what the batch gives at that moment, unless somebody else is just publishing. */
    void publishIfIdle(Supplier<List<OutboxRow>> batch) throws InterruptedException {
        if (turn.tryLock()) {
            try {
                deleteLeftovers();
                List<OutboxRow> rowsNow = batch.get();
                if (!rowsNow.isEmpty()) {
                    untilDone(rowsNow);
                }
            } finally {
                turn.unlock();
            }
        }
    }

    private void untilDone(List<OutboxRow> batch) throws InterruptedException {
        long pause = PAUSE_MIN.toMillis();
        Handover handover = new Handover(batch, sender::send);
        while (!attempt(batch, handover)) {
            failed.increment();
            TimeUnit.MILLISECONDS.sleep(pause);
            pause = Math.min(2 * pause, PAUSE_MAX.toMillis());
        }
    }

    private boolean attempt(List<OutboxRow> batch, Handover handover) throws InterruptedException {
        try {
            handover.acknowledged(ACKNOWLEDGED_WITHIN);
            List<OutboxRow.Key> told = batch.stream().map(OutboxRow::rowKey).toList();
            Set<UUID> deleted = rows.delete(told);
            leftovers.add(
                    told.stream()
                            .filter(row -> !deleted.contains(row.eventId()))
                            .toList(),
                    System.nanoTime());
            sent.increment(batch.size());
            batch.forEach(row -> delay.record(sender.age(row)));
            return true;
        } catch (ExecutionException | KafkaException refused) {
            log.warn("{} events of {} are sent again to Kafka: {}", batch.size(), shard, refused.toString());
        } catch (TimeoutException away) {
            log.warn("{} events of {} wait for Kafka: {}", batch.size(), shard, away.toString());
        } catch (DataAccessException | TransactionException away) {
            log.warn(
                    "{} events of {} were sent, and wait for their deletion: {}", batch.size(), shard, away.toString());
        }
        return false;
    }

    /** What is still there in the end, or when this fails, the sweep tells again. */
    private void deleteLeftovers() {
        List<Leftovers.Leftover> due = leftovers.due(System.nanoTime());
        if (!due.isEmpty()) {
            try {
                Set<UUID> deleted =
                        rows.delete(due.stream().map(Leftovers.Leftover::row).toList());
                leftovers.addAgain(
                        due.stream()
                                .filter(one -> !deleted.contains(one.row().eventId()))
                                .toList(),
                        System.nanoTime());
            } catch (DataAccessException | TransactionException away) {
                log.debug("{} rows of {} are left to the sweep: {}", due.size(), shard, away.toString());
            }
        }
    }
}
