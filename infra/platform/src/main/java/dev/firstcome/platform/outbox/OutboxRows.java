package dev.firstcome.platform.outbox;

import dev.firstcome.platform.shards.Shards;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The outbox of one shard, as rows. */
final class OutboxRows {
    private final String shard;
    private final Shards shards;
    private final JdbcClient jdbc;

    OutboxRows(String shard, Shards shards, JdbcClient jdbc) {
        this.shard = shard;
        this.shards = shards;
        this.jdbc = jdbc;
    }

    /** The oldest rows that are at least so old, each aggregate's in the order of its versions. */
    List<OutboxRow> olderThan(Duration age, int most) {
        return shards.transactOn(
                shard,
                () -> jdbc.sql("""
                                select bucket, event_id, topic, key, type, payload, occurred_at, traceparent
                                from outbox where written_at < clock_timestamp() - make_interval(secs => :age)
                                order by written_at, aggregate_id, version limit :most
                                """)
                        .param("age", age.toMillis() / 1e3)
                        .param("most", most)
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
     * Removes rows whose events Kafka has acknowledged. If a crash brings them back they are sent again, which does no harm.
     *
     * @return the events whose rows were there
     */
    Set<UUID> delete(List<OutboxRow.Key> acknowledged) {
        Short[] buckets = acknowledged.stream().map(row -> (short) row.bucket()).toArray(Short[]::new);
        UUID[] ids = acknowledged.stream().map(OutboxRow.Key::eventId).toArray(UUID[]::new);
        return shards.transactOn(
                shard,
                () -> jdbc.sql("""
                        delete from outbox using unnest(:buckets::smallint[], :ids::uuid[]) as told (bucket, event_id),
                            (select set_config('synchronous_commit', 'off', true)) as lazily
                        where outbox.bucket = told.bucket and outbox.event_id = told.event_id
                        returning outbox.event_id
                        """)
                        .param("buckets", buckets)
                        .param("ids", ids)
                        .query(UUID.class)
                        .set());
    }

    /** How many rows wait, counted up to 10,000, and how long the oldest has. */
    Backlog backlog() {
        return shards.transactOn(
                shard,
                () -> jdbc.sql("""
                                select count(*) as waiting,
                                    coalesce(extract(epoch from clock_timestamp() - min(written_at)), 0) as oldest
                                from (select written_at from outbox order by written_at limit 10000) as first
                                """)
                        .query((row, number) -> new Backlog(row.getLong("waiting"), row.getDouble("oldest")))
                        .single());
    }

    /** @param waiting rows, 10,000 at most */
    record Backlog(long waiting, double oldestSeconds) {}
}
