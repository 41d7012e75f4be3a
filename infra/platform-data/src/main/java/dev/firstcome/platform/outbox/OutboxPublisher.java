package dev.firstcome.platform.outbox;

import dev.firstcome.platform.outbox.EventProducer.BatchDelivery;
import dev.firstcome.platform.outbox.OutboxTable.OutboxRow;
import dev.firstcome.platform.outbox.OutboxTable.PendingDeletes;
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
 * Publishes rows of one shard's outbox and then deletes them: all acknowledgements first, then one delete. The lock admits
 * one batch at a time, from the write-ahead log or from the sweep. A failed batch is retried until it succeeds or the
 * thread is interrupted, and no other batch overtakes it.
 */
final class OutboxPublisher {
    private static final Logger log = LoggerFactory.getLogger(OutboxPublisher.class);
    private static final Duration RETRY_DELAY_MIN = Duration.ofMillis(100);
    private static final Duration RETRY_DELAY_MAX = Duration.ofSeconds(5);

    /** The wait for acknowledgements after which a warning is logged and the wait is repeated. */
    private static final Duration ACKNOWLEDGEMENT_TIMEOUT = Duration.ofSeconds(15);

    private final ReentrantLock lock = new ReentrantLock();
    private final PendingDeletes pendingDeletes = new PendingDeletes();
    private final String shard;
    private final OutboxTable table;
    private final EventProducer producer;
    private final Counter published;
    private final Counter retries;
    private final Timer delay;

    OutboxPublisher(String shard, OutboxTable table, EventProducer producer, MeterRegistry meters) {
        this.shard = shard;
        this.table = table;
        this.producer = producer;
        this.published = meters.counter("firstcome.outbox.published", "shard", shard);
        this.retries = meters.counter("firstcome.outbox.retries", "shard", shard);
        this.delay = Timer.builder("firstcome.outbox.delay")
                .tag("shard", shard)
                .publishPercentileHistogram()
                .register(meters);
    }

    /** Returns when Kafka has acknowledged the batch and its visible rows are deleted. */
    void publish(List<OutboxRow> batch) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            publishUntilDone(batch);
            retryPendingDeletes();
        } finally {
            lock.unlock();
        }
    }

    /** Publishes the rows that the supplier reads under the lock. Does nothing while another batch is published. */
    void publishIfIdle(Supplier<List<OutboxRow>> rows) throws InterruptedException {
        if (lock.tryLock()) {
            try {
                retryPendingDeletes();
                List<OutboxRow> batch = rows.get();
                if (!batch.isEmpty()) {
                    publishUntilDone(batch);
                }
            } finally {
                lock.unlock();
            }
        }
    }

    private void publishUntilDone(List<OutboxRow> batch) throws InterruptedException {
        long retryDelay = RETRY_DELAY_MIN.toMillis();
        BatchDelivery delivery = new BatchDelivery(batch, producer::send);
        while (!attempt(batch, delivery)) {
            retries.increment();
            TimeUnit.MILLISECONDS.sleep(retryDelay);
            retryDelay = Math.min(2 * retryDelay, RETRY_DELAY_MAX.toMillis());
        }
    }

    private boolean attempt(List<OutboxRow> batch, BatchDelivery delivery) throws InterruptedException {
        try {
            delivery.attempt(ACKNOWLEDGEMENT_TIMEOUT);
            delete(batch);
            published.increment(batch.size());
            batch.forEach(row -> delay.record(producer.age(row)));
            return true;
        } catch (ExecutionException | KafkaException failed) {
            log.warn("{} events of {} failed and are sent again: {}", batch.size(), shard, failed.toString());
        } catch (TimeoutException unavailable) {
            log.warn(
                    "Kafka has not acknowledged {} events of {} within {} s; the relay keeps waiting",
                    batch.size(),
                    shard,
                    ACKNOWLEDGEMENT_TIMEOUT.toSeconds());
        } catch (DataAccessException | TransactionException unavailable) {
            log.warn(
                    "{} events of {} are published; the delete of their rows failed and is retried: {}",
                    batch.size(),
                    shard,
                    unavailable.toString());
        }
        return false;
    }

    private void delete(List<OutboxRow> batch) {
        List<OutboxRow.Key> keys = batch.stream().map(OutboxRow::rowKey).toList();
        Set<UUID> deleted = table.delete(keys);
        pendingDeletes.add(
                keys.stream().filter(row -> !deleted.contains(row.eventId())).toList(), System.nanoTime());
    }

    /** Rows that cannot be deleted here are published once more by the sweep. */
    private void retryPendingDeletes() {
        List<PendingDeletes.PendingDelete> due = pendingDeletes.takeDue(System.nanoTime());
        if (due.isEmpty()) {
            return;
        }
        try {
            Set<UUID> deleted = table.delete(
                    due.stream().map(PendingDeletes.PendingDelete::row).toList());
            pendingDeletes.addRetried(
                    due.stream()
                            .filter(one -> !deleted.contains(one.row().eventId()))
                            .toList(),
                    System.nanoTime());
        } catch (DataAccessException | TransactionException unavailable) {
            log.debug(
                    "The delete of {} rows of {} is left to the sweep: {}", due.size(), shard, unavailable.toString());
        }
    }
}
