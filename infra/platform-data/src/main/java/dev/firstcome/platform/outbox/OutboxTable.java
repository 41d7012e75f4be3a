package dev.firstcome.platform.outbox;

import dev.firstcome.platform.events.EventCodec;
import dev.firstcome.platform.shards.Shards;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The outbox table of one shard, as the relay uses it. */
final class OutboxTable {
    private final String shard;
    private final Shards shards;
    private final JdbcClient jdbc;

    OutboxTable(String shard, Shards shards, JdbcClient jdbc) {
        this.shard = shard;
        this.shards = shards;
        this.jdbc = jdbc;
    }

    /** Returns the oldest rows of at least this age, those of one aggregate in version order. */
    List<OutboxRow> olderThan(Duration age, int limit) {
        return shards.transactOn(
                shard,
                () -> jdbc.sql("""
                                select bucket, event_id, topic, key, type, payload, occurred_at, traceparent
                                from outbox where written_at < clock_timestamp() - make_interval(secs => :age)
                                order by written_at, aggregate_id, version limit :limit
                                """)
                        .param("age", age.toMillis() / 1e3)
                        .param("limit", limit)
                        .query((row, number) -> new OutboxRow(
                                row.getInt("bucket"),
                                row.getObject("event_id", UUID.class),
                                row.getString("topic"),
                                row.getString("key"),
                                row.getString("type"),
                                row.getString("payload"),
                                row.getObject("occurred_at", OffsetDateTime.class)
                                        .toInstant(),
                                row.getString("traceparent")))
                        .list());
    }

    /**
     * Deletes rows whose events Kafka has acknowledged. The commit is not flushed: after a crash the events are published
     * once more, which consumers tolerate.
     *
     * @return the events whose rows were found
     */
    Set<UUID> delete(List<OutboxRow.Key> acknowledged) {
        Short[] buckets = acknowledged.stream().map(row -> (short) row.bucket()).toArray(Short[]::new);
        UUID[] ids = acknowledged.stream().map(OutboxRow.Key::eventId).toArray(UUID[]::new);
        return shards.transactOn(
                shard,
                () -> jdbc.sql("""
                        delete from outbox using unnest(:buckets::smallint[], :ids::uuid[]) as sent (bucket, event_id),
                            (select set_config('synchronous_commit', 'off', true)) as commit_mode
                        where outbox.bucket = sent.bucket and outbox.event_id = sent.event_id
                        returning outbox.event_id
                        """)
                        .param("buckets", buckets)
                        .param("ids", ids)
                        .query(UUID.class)
                        .set());
    }

    /** Counts the rows, up to 10,000, and returns the age of the oldest. */
    Backlog backlog() {
        return shards.transactOn(
                shard,
                () -> jdbc.sql("""
                                select count(*) as row_count,
                                    coalesce(extract(epoch from clock_timestamp() - min(written_at)), 0) as oldest
                                from (select written_at from outbox order by written_at limit 10000) as first
                                """)
                        .query((row, number) -> new Backlog(row.getLong("row_count"), row.getDouble("oldest")))
                        .single());
    }

    /** @param rows 10,000 at most */
    record Backlog(long rows, double oldestSeconds) {}

    /** A row of the outbox: one event that is to be published. */
    record OutboxRow(
            int bucket,
            UUID eventId,
            String topic,
            String key,
            String type,
            String payload,
            Instant occurredAt,
            @Nullable String traceparent) {
        /** The primary key. */
        record Key(int bucket, UUID eventId) {}

        Key rowKey() {
            return new Key(bucket, eventId);
        }

        ProducerRecord<byte[], byte[]> toRecord(byte[] source) {
            ProducerRecord<byte[], byte[]> kafkaRecord = new ProducerRecord<>(topic, utf8(key), utf8(payload));
            if (traceparent != null) {
                kafkaRecord.headers().add(EventCodec.TRACE_PARENT, utf8(traceparent));
            }
            EventCodec.describe(
                    kafkaRecord.headers(), utf8(eventId.toString()), utf8(type), source, utf8(occurredAt.toString()));
            return kafkaRecord;
        }

        static byte[] utf8(String text) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
    }

    /**
     * Published rows that could not be deleted yet. The write-ahead log delivers a commit before other sessions see its rows,
     * much before it if the commit waits for a standby. Each delete is retried three times within about two seconds. A row
     * that is then still there is published once more by the sweep. Not thread-safe.
     */
    static final class PendingDeletes {
        private static final List<Duration> RETRY_DELAYS =
                List.of(Duration.ofMillis(20), Duration.ofMillis(200), Duration.ofSeconds(2));
        private static final int ROWS_MAX = 4_096;

        private final List<PendingDelete> pending = new ArrayList<>();

        /**
         * @param retries how often the delete was retried
         * @param dueAt the time of the next retry, as {@link System#nanoTime}
         */
        record PendingDelete(OutboxRow.Key row, int retries, long dueAt) {}

        /** Removes and returns the deletes that are due. */
        List<PendingDelete> takeDue(long now) {
            List<PendingDelete> due =
                    pending.stream().filter(one -> one.dueAt - now <= 0).toList();
            pending.removeIf(one -> one.dueAt - now <= 0);
            return due;
        }

        /** Adds rows that were published and not found by their delete. */
        void add(List<OutboxRow.Key> rows, long now) {
            rows.forEach(row -> schedule(row, 0, now));
        }

        /** Adds deletes whose retry did not find the row, because it is not visible yet or was deleted before. */
        void addRetried(List<PendingDelete> retried, long now) {
            retried.forEach(one -> schedule(one.row, one.retries + 1, now));
        }

        private void schedule(OutboxRow.Key row, int retries, long now) {
            if (retries < RETRY_DELAYS.size() && pending.size() < ROWS_MAX) {
                pending.add(new PendingDelete(
                        row, retries, now + RETRY_DELAYS.get(retries).toNanos()));
            }
        }
    }
}
