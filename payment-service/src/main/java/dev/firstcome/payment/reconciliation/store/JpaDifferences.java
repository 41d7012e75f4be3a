package dev.firstcome.payment.reconciliation.store;

import dev.firstcome.payment.reconciliation.Difference;
import dev.firstcome.payment.reconciliation.Differences;
import dev.firstcome.platform.entities.EntityStore;
import dev.firstcome.platform.ids.Bucket;
import dev.firstcome.platform.ids.BucketedIds;
import dev.firstcome.platform.shards.Shards;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Stores differences in the shards of their payments. A difference that reappears gets a new id. */
@Repository
class JpaDifferences implements Differences {
    private final Shards shards;
    private final EntityStore entities;
    private final JdbcClient jdbc;
    private final BucketedIds ids;
    private final Clock clock;

    JpaDifferences(Shards shards, EntityStore entities, JdbcClient jdbc, BucketedIds ids, Clock clock) {
        this.shards = shards;
        this.entities = entities;
        this.jdbc = jdbc;
        this.ids = ids;
        this.clock = clock;
    }

    @Override
    public Stored save(UUID runId, Bucket bucket, Difference.Observation observation) {
        UUID newId = ids.next(bucket);
        UUID storedId = shards.transact(
                bucket,
                () -> jdbc.sql("""
                                insert into reconciliation_difference as known (bucket, type, subject, difference_id,
                                    payment_id, intent_id, here, there, state, run_id)
                                values (:bucket, :type, :subject, :id, :payment, :intent, :here, :there, 'OPEN', :run)
                                on conflict (bucket, type, subject) do update set
                                    difference_id = case when known.state = 'OPEN' then known.difference_id
                                        else excluded.difference_id end,
                                    found_at = case when known.state = 'OPEN' then known.found_at
                                        else excluded.found_at end,
                                    here = excluded.here, there = excluded.there, state = 'OPEN', run_id = excluded.run_id,
                                    seen_at = excluded.seen_at, resolved_at = null, version = known.version + 1
                                returning difference_id
                                """)
                        .param("bucket", bucket.number())
                        .param("type", observation.type().name())
                        .param("subject", observation.subject())
                        .param("id", newId)
                        .param("payment", observation.paymentId())
                        .param("intent", observation.intentId())
                        .param("here", observation.local())
                        .param("there", observation.remote())
                        .param("run", runId)
                        .query(UUID.class)
                        .single());
        return new Stored(storedId, !storedId.equals(newId));
    }

    @Override
    public boolean resolve(UUID differenceId) {
        return shards.transact(
                BucketedIds.bucketOf(differenceId),
                () -> entities.lock(DifferenceEntity.class, DifferenceKey.of(differenceId))
                        .filter(DifferenceEntity::isOpen)
                        .map(this::resolve)
                        .isPresent());
    }

    private DifferenceEntity resolve(DifferenceEntity locked) {
        locked.resolve(clock.instant());
        entities.update(locked);
        return locked;
    }

    @Override
    public List<Difference> open(int limit) {
        return shards
                .readAll(() -> jdbc.sql(
                                "select * from reconciliation_difference where state = 'OPEN' order by seen_at limit ?")
                        .param(limit)
                        .query(JpaDifferences::read)
                        .list())
                .stream()
                .sorted(Comparator.comparing(Difference::seenAt))
                .limit(limit)
                .toList();
    }

    @Override
    public int removeOlderThan(String shard, Duration age, int limit) {
        return shards.transactOn(
                shard,
                () -> jdbc.sql("""
                                delete from reconciliation_difference where (bucket, difference_id) in (
                                    select bucket, difference_id from reconciliation_difference
                                    where state = 'RESOLVED'
                                        and resolved_at < clock_timestamp() - make_interval(secs => :age)
                                    order by resolved_at limit :limit)
                                """)
                        .param("age", (double) age.toSeconds())
                        .param("limit", limit)
                        .update());
    }

    @Override
    public List<Difference> page(Difference.@Nullable State state, @Nullable UUID before, int limit) {
        return shards
                .readAll(() -> jdbc.sql("""
                                select * from reconciliation_difference
                                where (:state::text is null or state = :state)
                                    and (:before::uuid is null or difference_id < :before)
                                order by difference_id desc limit :limit
                                """)
                        .param("state", state == null ? null : state.name())
                        .param("before", before)
                        .param("limit", limit)
                        .query(JpaDifferences::read)
                        .list())
                .stream()
                .sorted(Comparator.comparing(Difference::id).reversed())
                .limit(limit)
                .toList();
    }

    private static Difference read(ResultSet row, int number) throws SQLException {
        OffsetDateTime resolved = row.getObject("resolved_at", OffsetDateTime.class);
        return new Difference(
                row.getObject("difference_id", UUID.class),
                Difference.State.valueOf(row.getString("state")),
                new Difference.Observation(
                        Difference.Type.valueOf(row.getString("type")),
                        row.getString("intent_id"),
                        row.getObject("payment_id", UUID.class),
                        row.getString("here"),
                        row.getString("there")),
                row.getObject("run_id", UUID.class),
                time(row, "found_at"),
                time(row, "seen_at"),
                resolved == null ? null : resolved.toInstant());
    }

    private static Instant time(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
