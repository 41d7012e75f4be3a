package dev.firstcome.platform.outbox;

import dev.firstcome.platform.shards.Shards;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Set;
import java.util.UUID;
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
}
