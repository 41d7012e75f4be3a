package dev.firstcome.payment.reconciliation.store;

import dev.firstcome.payment.reconciliation.ReconciliationRun;
import dev.firstcome.payment.reconciliation.ReconciliationRuns;
import dev.firstcome.platform.entities.EntityStore;
import dev.firstcome.platform.ids.BucketedIds;
import dev.firstcome.platform.shards.Shards;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Stores runs as rows of one bucket. A unique index allows one active run. Leases and schedules use the clock of the
 * database.
 */
@Repository
class JpaReconciliationRuns implements ReconciliationRuns {
    private static final double MILLIS = 1e3;
    private static final int BUCKET = ReconciliationRun.BUCKET.number();

    private final Shards shards;
    private final EntityStore entities;
    private final JdbcClient jdbc;
    private final BucketedIds ids;
    private final Clock clock;

    JpaReconciliationRuns(Shards shards, EntityStore entities, JdbcClient jdbc, BucketedIds ids, Clock clock) {
        this.shards = shards;
        this.entities = entities;
        this.jdbc = jdbc;
        this.ids = ids;
        this.clock = clock;
    }

    @Override
    public StartResult tryStart(ReconciliationRun.Window window, boolean scheduled, Duration lease) {
        return shards.transact(ReconciliationRun.BUCKET, () -> {
            failExpired();
            Optional<ReconciliationRun> started = jdbc.sql("""
                            insert into reconciliation_run (bucket, run_id, from_at, to_at, scheduled, state, lease_until)
                            values (:bucket, :run, :from, :to, :scheduled, 'RUNNING',
                                clock_timestamp() + make_interval(secs => :lease))
                            on conflict (bucket) where state = 'RUNNING' do nothing returning *
                            """)
                    .param("bucket", BUCKET)
                    .param("run", ids.next(ReconciliationRun.BUCKET))
                    .param("from", window.from().atOffset(ZoneOffset.UTC))
                    .param("to", window.to().atOffset(ZoneOffset.UTC))
                    .param("scheduled", scheduled)
                    .param("lease", seconds(lease))
                    .query(JpaReconciliationRuns::read)
                    .optional();
            return started.<StartResult>map(StartResult.Started::new)
                    .orElseGet(() -> new StartResult.AlreadyRunning(activeOrNewest()));
        });
    }

    private void failExpired() {
        jdbc.sql("""
                        update reconciliation_run
                        set state = 'FAILED', ended_at = clock_timestamp(), reason = 'the lease expired',
                            version = version + 1
                        where bucket = ? and state = 'RUNNING' and lease_until < clock_timestamp()
                        """).param(BUCKET).update();
    }

    /** The active run, or the newest completed one. */
    private ReconciliationRun activeOrNewest() {
        return jdbc.sql("""
                        select * from reconciliation_run where bucket = ?
                        order by (state = 'RUNNING') desc, run_id desc limit 1
                        """).param(BUCKET).query(JpaReconciliationRuns::read).single();
    }

    @Override
    public boolean isDue(Duration every) {
        return shards.transact(ReconciliationRun.BUCKET, () -> {
            failExpired();
            return jdbc.sql("""
                            select not exists (select from reconciliation_run where bucket = :bucket and scheduled
                                and started_at > clock_timestamp() - make_interval(secs => :every))
                            """)
                    .param("bucket", BUCKET)
                    .param("every", seconds(every))
                    .query(Boolean.class)
                    .single();
        });
    }

    @Override
    public boolean renew(UUID runId, Duration lease) {
        return shards.transact(
                ReconciliationRun.BUCKET,
                () -> jdbc.sql("""
                                        update reconciliation_run
                                        set lease_until = clock_timestamp() + make_interval(secs => :lease)
                                        where bucket = :bucket and run_id = :run and state = 'RUNNING'
                                        """)
                                .param("lease", seconds(lease))
                                .param("bucket", BUCKET)
                                .param("run", runId)
                                .update()
                        == 1);
    }

    @Override
    public void finish(UUID runId, ReconciliationRun.Totals totals, @Nullable String failure) {
        shards.execute(
                ReconciliationRun.BUCKET,
                () -> entities.lock(RunEntity.class, RunKey.of(runId))
                        .filter(RunEntity::isActive)
                        .ifPresent(active -> {
                            active.finish(totals, failure, clock.instant());
                            entities.update(active);
                        }));
    }

    @Override
    public Optional<ReconciliationRun> find(UUID runId) {
        return shards.transact(
                ReconciliationRun.BUCKET,
                () -> entities.find(RunEntity.class, RunKey.of(runId)).map(RunEntity::toRun));
    }

    @Override
    public int removeOlderThan(String shard, Duration age, int limit) {
        return shards.transactOn(
                shard,
                () -> jdbc.sql("""
                                delete from reconciliation_run where (bucket, run_id) in (
                                    select bucket, run_id from reconciliation_run
                                    where ended_at < clock_timestamp() - make_interval(secs => :age)
                                    order by run_id limit :limit)
                                """)
                        .param("age", seconds(age))
                        .param("limit", limit)
                        .update());
    }

    @Override
    public List<ReconciliationRun> latest(int limit) {
        return shards.transact(
                ReconciliationRun.BUCKET,
                () -> jdbc.sql("select * from reconciliation_run where bucket = ? order by run_id desc limit ?")
                        .params(BUCKET, limit)
                        .query(JpaReconciliationRuns::read)
                        .list());
    }

    private static ReconciliationRun read(ResultSet row, int number) throws SQLException {
        OffsetDateTime ended = row.getObject("ended_at", OffsetDateTime.class);
        return new ReconciliationRun(
                row.getObject("run_id", UUID.class),
                new ReconciliationRun.Window(time(row, "from_at"), time(row, "to_at")),
                row.getBoolean("scheduled"),
                ReconciliationRun.State.valueOf(row.getString("state")),
                time(row, "started_at"),
                ended == null ? null : ended.toInstant(),
                new ReconciliationRun.Totals(
                        row.getInt("intents_seen"),
                        row.getInt("payments_seen"),
                        row.getInt("differences"),
                        row.getInt("resolved")),
                row.getString("reason"));
    }

    private static Instant time(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / MILLIS;
    }
}
