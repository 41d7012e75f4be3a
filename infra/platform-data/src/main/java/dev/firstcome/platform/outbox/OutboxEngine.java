package dev.firstcome.platform.outbox;

import dev.firstcome.platform.outbox.OutboxTable.OutboxRow;
import io.debezium.embedded.Connect;
import io.debezium.engine.DebeziumEngine;
import io.debezium.engine.DebeziumEngine.RecordCommitter;
import io.debezium.engine.RecordChangeEvent;
import io.debezium.engine.format.ChangeEventFormat;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;

/**
 * Reads the committed inserts into one shard's outbox with an embedded Debezium engine, in commit order.
 *
 * <p>Rows are delivered at least once. The replication slot alone stores the position: an engine starts at the flushed
 * position of the slot, and flushes a position only after the consumer has returned for all rows before it. An engine does
 * not recover from a failure. It ends, and its owner creates another one.
 */
final class OutboxEngine implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(OutboxEngine.class);
    private static final int BATCH_CHARS_MAX = 8 << 20;

    /** A batch in progress may end, so that a regular stop causes few duplicates. */
    private static final Duration BATCH_TIMEOUT = Duration.ofSeconds(3);

    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(7);
    private static final Duration CLOSE_RETRY_DELAY = Duration.ofMillis(50);

    private final String shard;
    private final BatchConsumer consumer;
    private final DebeziumEngine<RecordChangeEvent<SourceRecord>> engine;
    private final CompletableFuture<Void> termination = new CompletableFuture<>();

    /** A batch holds the permit while it is consumed. {@link #close} keeps the permit, so that no further batch begins. */
    private final Semaphore permit = new Semaphore(1);

    /** Consumes batches in commit order, one at a time. */
    interface BatchConsumer {
        void accept(List<OutboxRow> batch) throws InterruptedException;
    }

    /**
     * Starts the engine.
     *
     * @param server the current primary
     * @param batchSize the maximum number of rows in a batch
     */
    OutboxEngine(ReplicationAddress address, ReplicationAddress.Server server, int batchSize, BatchConsumer consumer) {
        this.shard = address.shard();
        this.consumer = consumer;
        this.engine = DebeziumEngine.create(ChangeEventFormat.of(Connect.class))
                .using(EngineSettings.of(address, server, batchSize))
                .using((_, _, error) -> terminate(error))
                .notifying((records, committer) -> consume(records, committer))
                .build();
        Thread.ofPlatform().daemon().name("outbox-" + shard).start(this::run);
    }

    /** Completes the termination in every case. Debezium reports no result if a stop overlaps with a failure. */
    private void run() {
        try {
            engine.run();
        } finally {
            termination.completeExceptionally(new IOException("The Debezium engine ended without a result"));
        }
    }

    /** Completes when the engine has ended: exceptionally after a failure, normally after {@link #close}. */
    CompletableFuture<Void> termination() {
        return termination;
    }

    private void terminate(@Nullable Throwable error) {
        if (error == null) {
            termination.complete(null);
        } else {
            Throwable cause = NestedExceptionUtils.getMostSpecificCause(error);
            termination.completeExceptionally(
                    new IOException("The Debezium engine ended: " + cause.getMessage(), error));
        }
    }

    private void consume(
            List<RecordChangeEvent<SourceRecord>> records, RecordCommitter<RecordChangeEvent<SourceRecord>> committer)
            throws InterruptedException {
        permit.acquire();
        try {
            accept(records.stream()
                    .map(one -> ChangeRecords.insertedRow(one.record()))
                    .flatMap(Optional::stream)
                    .toList());
            for (RecordChangeEvent<SourceRecord> one : records) {
                committer.markProcessed(one);
            }
            committer.markBatchFinished();
        } finally {
            permit.release();
        }
    }

    /** Splits the rows by size: the producer's buffer must have room for a batch. */
    private void accept(List<OutboxRow> rows) throws InterruptedException {
        int start = 0;
        long chars = 0;
        for (int end = 1; end <= rows.size(); end++) {
            chars += rows.get(end - 1).payload().length();
            if (chars >= BATCH_CHARS_MAX || end == rows.size()) {
                consumer.accept(rows.subList(start, end));
                start = end;
                chars = 0;
            }
        }
    }

    /**
     * Returns when the engine has ended: within ten seconds as a rule, and within half a minute if the server does not
     * answer. A batch in progress is interrupted after three seconds.
     */
    @Override
    public void close() {
        boolean interrupted = !awaitBatch();
        long start = System.nanoTime();
        while (!termination.isDone() && System.nanoTime() - start < CLOSE_TIMEOUT.toNanos()) {
            stop();
            interrupted |= !awaitTermination();
        }
        if (!termination.isDone()) {
            log.error("The outbox engine of {} has not ended within {} s", shard, CLOSE_TIMEOUT.toSeconds());
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Takes the permit if a batch ends in time. Returns false if the thread was interrupted. */
    private boolean awaitBatch() {
        try {
            if (!permit.tryAcquire(BATCH_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
                log.debug("The outbox engine of {} is closed during a batch", shard);
            }
            return true;
        } catch (InterruptedException e) {
            return false;
        }
    }

    private void stop() {
        try {
            engine.close();
        } catch (IOException | IllegalStateException rejected) { // while it starts, or while it stops
            log.trace("The outbox engine of {} is not closed yet", shard, rejected);
        }
    }

    /** Returns false if the thread was interrupted. */
    private boolean awaitTermination() {
        try {
            termination.get(CLOSE_RETRY_DELAY.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            log.trace("The outbox engine of {} is being closed", shard, e);
        } catch (InterruptedException e) {
            return false;
        }
        return true;
    }

    /** Builds the configuration of a shard's Debezium engine. Every wait and every queue in it has a bound. */
    static final class EngineSettings {
        private static final int QUEUED_BATCHES = 4;
        private static final int QUEUE_BYTES = 8 << 20;

        private EngineSettings() {}

        static Properties of(ReplicationAddress address, ReplicationAddress.Server server, int batchSize) {
            Properties settings = new Properties();
            addIdentity(settings, address.shard());
            addConnection(settings, address, server);
            addSlot(settings, address.slot());
            addContent(settings);
            addBatches(settings, batchSize);
            addTimeouts(settings);
            return settings;
        }

        /**
         * The prefix names the engine's MBeans. It is unique: Debezium retries the registration of an existing
         * name for a minute, and reads nothing during that time.
         */
        private static void addIdentity(Properties settings, String shard) {
            String name = "outbox-" + shard + "-" + UUID.randomUUID().toString().substring(0, 8);
            settings.setProperty("name", name);
            settings.setProperty("topic.prefix", name);
            settings.setProperty("connector.class", "io.debezium.connector.postgresql.PostgresConnector");
        }

        private static void addConnection(
                Properties settings, ReplicationAddress address, ReplicationAddress.Server server) {
            settings.setProperty("database.hostname", server.host());
            settings.setProperty("database.port", Integer.toString(server.port()));
            settings.setProperty("database.dbname", address.database());
            settings.setProperty("database.user", address.username());
            settings.setProperty("database.password", address.password());
            address.encryptionProperties().forEach((name, value) -> settings.setProperty("driver." + name, value));
            settings.setProperty("driver.tcpKeepAlive", "true");
            settings.setProperty("driver.connectTimeout", "2");
            settings.setProperty("driver.loginTimeout", "4");
            // The engine polls the stream and never waits in a read, so only a connection without an answer times out.
            settings.setProperty("driver.socketTimeout", "10");
        }

        /** The relay creates the slot, and the slot alone stores the position: no offset outlives the engine. */
        private static void addSlot(Properties settings, String slot) {
            settings.setProperty("plugin.name", "pgoutput");
            settings.setProperty("slot.name", slot);
            settings.setProperty("slot.drop.on.stop", "false");
            settings.setProperty("publication.name", "outbox");
            settings.setProperty("publication.autocreate.mode", "disabled");
            settings.setProperty("offset.storage", "org.apache.kafka.connect.storage.MemoryOffsetBackingStore");
            // After each batch. The driver must not flush by itself: it would skip rows that are not published yet.
            settings.setProperty("offset.flush.interval.ms", "0");
            settings.setProperty("lsn.flush.mode", "connector");
        }

        /** The relay writes the heartbeats, so Debezium's own are off. */
        private static void addContent(Properties settings) {
            settings.setProperty("table.include.list", "public.outbox");
            settings.setProperty("snapshot.mode", "no_data");
            settings.setProperty("tombstones.on.delete", "false");
            settings.setProperty("extended.headers.enabled", "false");
            settings.setProperty("heartbeat.interval.ms", "0");
        }

        private static void addBatches(Properties settings, int batchSize) {
            // The wait for a full batch. The queue spins in its last millisecond: at 10 ms, eight engines cost a core.
            settings.setProperty("poll.interval.ms", "40");
            settings.setProperty("max.batch.size", Integer.toString(batchSize));
            settings.setProperty("max.queue.size", Integer.toString(QUEUED_BATCHES * batchSize));
            settings.setProperty("max.queue.size.in.bytes", Integer.toString(QUEUE_BYTES));
            settings.setProperty("record.processing.threads", "1");
            settings.setProperty("record.processing.order", "ORDERED");
        }

        /** The engine does not retry: after a failure the relay examines the slot before it starts another engine. */
        private static void addTimeouts(Properties settings) {
            settings.setProperty("errors.max.retries", "0");
            settings.setProperty("slot.max.retries", "0");
            settings.setProperty("retriable.restart.connector.wait.ms", "1000");
            settings.setProperty("connection.validation.timeout.ms", "10000");
            settings.setProperty("database.query.timeout.ms", "10000");
            settings.setProperty("offset.flush.timeout.ms", "2000");
            settings.setProperty("lsn.flush.timeout.ms", "5000");
            settings.setProperty("record.processing.shutdown.timeout.ms", "1000");
            settings.setProperty("executor.shutdown.timeout.ms", "1000");
            // Start or stop of the task. A start on a busy machine takes seconds.
            settings.setProperty("task.management.timeout.ms", "15000");
        }
    }
}
