package dev.firstcome.platform.outbox;

import io.debezium.embedded.Connect;
import io.debezium.engine.DebeziumEngine;
import io.debezium.engine.DebeziumEngine.RecordCommitter;
import io.debezium.engine.RecordChangeEvent;
import io.debezium.engine.format.ChangeEventFormat;
import java.io.IOException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the inserts into one shard's outbox as the database's log has them, by an embedded Debezium engine. The slot
 * alone remembers how far: the engine begins where the slot was flushed to, and the slot is flushed when a batch is
 * published and deleted, so what a crash leaves is read again.
 */
final class LogReader implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(LogReader.class);
    private static final Duration STOPS_WITHIN = Duration.ofSeconds(8);
    private static final Duration STEP = Duration.ofMillis(200);

    private final DebeziumEngine<RecordChangeEvent<SourceRecord>> engine;
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private volatile long lastBatchAt = System.nanoTime();

    /** Takes batches in the log's order, one at a time. */
    interface Taker {
        void take(List<OutboxRow> batch) throws InterruptedException;
    }

    /** @param server that leads now; when another does, this one ends */
    LogReader(LogAddress address, LogAddress.Server server, int batch, Taker taker) {
        this.engine = DebeziumEngine.create(ChangeEventFormat.of(Connect.class))
                .using(settings(address, server, batch))
                .using((success, message, error) -> end(message, error))
                .notifying((records, committer) -> handle(records, committer, taker))
                .build();
        Thread.ofPlatform().daemon().name("outbox-" + address.shard()).start(engine);
    }

    /** Completes when it reads no more: with a failure, or because it was closed. */
    CompletableFuture<Void> ended() {
        return ended;
    }

    /** How long the log has had nothing for us. */
    Duration silence() {
        return Duration.ofNanos(System.nanoTime() - lastBatchAt);
    }

    private void end(@Nullable String message, @Nullable Throwable error) {
        if (error == null) {
            ended.complete(null);
        } else {
            ended.completeExceptionally(new IOException(message, error));
        }
    }

    private void handle(
            List<RecordChangeEvent<SourceRecord>> records,
            RecordCommitter<RecordChangeEvent<SourceRecord>> committer,
            Taker taker)
            throws InterruptedException {
        List<OutboxRow> rows = new ArrayList<>(records.size());
        for (RecordChangeEvent<SourceRecord> record : records) {
            if (record.record().value() instanceof Struct change
                    && change.schema().field("after") != null) {
                rows.add(row(change.getStruct("after")));
            }
        }
        if (!rows.isEmpty()) {
            lastBatchAt = System.nanoTime();
            taker.take(rows);
            lastBatchAt = System.nanoTime();
        }
        for (RecordChangeEvent<SourceRecord> record : records) {
            committer.markProcessed(record);
        }
        committer.markBatchFinished();
    }

    private static OutboxRow row(Struct after) {
        return new OutboxRow(
                after.getInt16("bucket"),
                UUID.fromString(after.getString("event_id")),
                after.getString("topic"),
                after.getString("key"),
                after.getString("type"),
                after.getString("payload"),
                OffsetDateTime.parse(after.getString("occurred_at")).toInstant(),
                after.getString("traceparent"));
    }

    private static Properties settings(LogAddress address, LogAddress.Server server, int batch) {
        Properties settings = new Properties();
        settings.setProperty("name", "outbox-" + address.shard());
        settings.setProperty("connector.class", "io.debezium.connector.postgresql.PostgresConnector");
        settings.setProperty("database.hostname", server.host());
        settings.setProperty("database.port", Integer.toString(server.port()));
        settings.setProperty("database.dbname", address.database());
        settings.setProperty("database.user", address.username());
        settings.setProperty("database.password", address.password());
        settings.setProperty("database.tcpKeepAlive", "true");
        settings.setProperty("database.connectTimeout", "2");
        // Also the name of its metrics in this process.
        settings.setProperty("topic.prefix", "outbox-" + address.shard());
        settings.setProperty("plugin.name", "pgoutput");
        settings.setProperty("slot.name", address.slot());
        settings.setProperty("slot.drop.on.stop", "false");
        settings.setProperty("slot.max.retries", "0");
        settings.setProperty("publication.name", "outbox");
        settings.setProperty("publication.autocreate.mode", "disabled");
        settings.setProperty("table.include.list", "public.outbox");
        settings.setProperty("snapshot.mode", "no_data");
        settings.setProperty("tombstones.on.delete", "false");
        settings.setProperty("binary.handling.mode", "bytes");
        settings.setProperty("lsn.flush.mode", "connector");
        // Writes of other tables and databases go by too: without a sign of life the slot would hold all of it back.
        settings.setProperty("heartbeat.interval.ms", "5000");
        settings.setProperty(
                "heartbeat.action.query", "select pg_logical_emit_message(false, 'firstcome.outbox', 'alive')");
        // A batch waits so long to be filled, also if it never is; its queue spins in the last millisecond of each.
        settings.setProperty("poll.interval.ms", "40");
        settings.setProperty("max.batch.size", Integer.toString(batch));
        settings.setProperty("max.queue.size", Integer.toString(4 * batch));
        settings.setProperty("max.queue.size.in.bytes", Integer.toString(16 << 20));
        settings.setProperty("offset.storage", "org.apache.kafka.connect.storage.MemoryOffsetBackingStore");
        settings.setProperty("offset.flush.interval.ms", "100");
        settings.setProperty("offset.flush.timeout.ms", "2000");
        settings.setProperty("record.processing.threads", "1");
        settings.setProperty("record.processing.order", "ORDERED");
        settings.setProperty("record.processing.shutdown.timeout.ms", "2000");
        settings.setProperty("task.management.timeout.ms", "5000");
        // A failure ends it; the relay begins anew, after it has looked whether the slot is still there.
        settings.setProperty("errors.max.retries", "0");
        return settings;
    }

    /** Returns when nothing is read any more, or says that it could not be ended. */
    @Override
    public void close() {
        long end = System.nanoTime() + STOPS_WITHIN.toNanos();
        boolean interrupted = false;
        while (!ended.isDone() && System.nanoTime() < end) {
            try {
                engine.close();
                ended.get(STEP.toMillis(), TimeUnit.MILLISECONDS);
            } catch (IOException | IllegalStateException | ExecutionException | TimeoutException notYet) {
                // While it starts it cannot be closed; and a failure is an end as well.
                log.debug("the log's reader ends: {}", notYet.toString());
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (!ended.isDone()) {
            log.error("the log's reader does not end; until it does, nobody else can read");
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
