package dev.firstcome.payment.reconciliation.store;

import dev.firstcome.payment.reconciliation.Run;
import dev.firstcome.payment.reconciliation.Runs;
import dev.firstcome.platform.ids.BucketedIds;
import dev.firstcome.platform.shards.Shards;
import java.sql.ResultSet;
import java.sql.SQLException;
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

/** Runs as rows of one bucket, whose index lets one of them run; their times and leases are by the database's clock. */
@Repository
class ShardedRuns implements Runs {
    private static final double MILLIS = 1e3;
    private static final int HOME = Run.HOME.number();

    private final Shards shards;
    private final JdbcClient jdbc;
    private final BucketedIds ids;

    ShardedRuns(Shards shards, JdbcClient jdbc, BucketedIds ids) {
        this.shards = shards;
        this.jdbc = jdbc;
        this.ids = ids;
    }

    @Override
    public Begun begin(Run.Window window, boolean scheduled, Duration lease) {
        return shards.transact(Run.HOME, () -> {
            giveUp();
            Optional<Run> started = jdbc.sql("""
                            insert into reconciliation_run (bucket, run_id, from_at, to_at, scheduled, state, lease_until)
                            values (:home, :run, :from, :to, :scheduled, 'RUNNING',
                                clock_timestamp() + make_interval(secs => :lease))
                            on conflict (bucket) where state = 'RUNNING' do nothing returning *
                            """)
                    .param("home", HOME)
                    .param("run", ids.next(Run.HOME))
                    .param("from", window.from().atOffset(ZoneOffset.UTC))
                    .param("to", window.to().atOffset(ZoneOffset.UTC))
                    .param("scheduled", scheduled)
                    .param("lease", seconds(lease))
                    .query(ShardedRuns::read)
                    .optional();
            return started.<Begun>map(Begun.Started::new).orElseGet(() -> new Begun.Busy(newest()));
        });
    }

    private void giveUp() {
        jdbc.sql("""
                        update reconciliation_run set state = 'FAILED', ended_at = clock_timestamp(), reason = 'it was given up'
                        where bucket = ? and state = 'RUNNING' and lease_until < clock_timestamp()
                        """).param(HOME).update();
    }

    /** That which runs, or has ended just now. */
    private Run newest() {
        return jdbc.sql("""
                        select * from reconciliation_run where bucket = ?
                        order by (state = 'RUNNING') desc, run_id desc limit 1
                        """).param(HOME).query(ShardedRuns::read).single();
    }

    @Override
    public boolean isDue(Duration every) {
        return shards.transact(Run.HOME, () -> {
            giveUp();
            return jdbc.sql("""
                            select not exists (select from reconciliation_run where bucket = :home and scheduled
                                and started_at > clock_timestamp() - make_interval(secs => :every))
                            """)
                    .param("home", HOME)
                    .param("every", seconds(every))
                    .query(Boolean.class)
                    .single();
        });
    }

    @Override
    public boolean renew(UUID runId, Duration lease) {
        return shards.transact(
                Run.HOME,
                () -> jdbc.sql("""
                                        update reconciliation_run
                                        set lease_until = clock_timestamp() + make_interval(secs => :lease)
                                        where bucket = :home and run_id = :run and state = 'RUNNING'
                                        """)
                                .param("lease", seconds(lease))
                                .param("home", HOME)
                                .param("run", runId)
                                .update()
                        == 1);
    }

    @Override
    public void end(UUID runId, Run.Tally tally, @Nullable String failure) {
        shards.execute(
                Run.HOME,
                () -> jdbc.sql("""
                                update reconciliation_run set state = :state, ended_at = clock_timestamp(), reason = :reason,
                                    intents_seen = :intents, payments_seen = :payments, differences = :differences,
                                    resolved = :resolved
                                where bucket = :home and run_id = :run and state = 'RUNNING'
                                """)
                        .param("state", failure == null ? "DONE" : "FAILED")
                        .param("reason", failure)
                        .param("intents", tally.intentsSeen())
                        .param("payments", tally.paymentsSeen())
                        .param("differences", tally.differences())
                        .param("resolved", tally.resolved())
                        .param("home", HOME)
                        .param("run", runId)
                        .update());
    }

    @Override
    public Optional<Run> find(UUID runId) {
        return shards.transact(
                Run.HOME,
                () -> jdbc.sql("select * from reconciliation_run where bucket = ? and run_id = ?")
                        .params(HOME, runId)
                        .query(ShardedRuns::read)
                        .optional());
    }

    @Override
    public int removeOlderThan(String shard, Duration age, int most) {
        return shards.transactOn(
                shard,
                () -> jdbc.sql("""
                                delete from reconciliation_run where (bucket, run_id) in (
                                    select bucket, run_id from reconciliation_run
                                    where ended_at < clock_timestamp() - make_interval(secs => :age)
                                    order by run_id limit :most)
                                """)
                        .param("age", seconds(age))
                        .param("most", most)
                        .update());
    }

    @Override
    public List<Run> latest(int limit) {
        return shards.transact(
                Run.HOME,
                () -> jdbc.sql("select * from reconciliation_run where bucket = ? order by run_id desc limit ?")
                        .params(HOME, limit)
                        .query(ShardedRuns::read)
                        .list());
    }

    private static Run read(ResultSet row, int number) throws SQLException {
        OffsetDateTime ended = row.getObject("ended_at", OffsetDateTime.class);
        return new Run(
                row.getObject("run_id", UUID.class),
                new Run.Window(time(row, "from_at"), time(row, "to_at")),
                row.getBoolean("scheduled"),
                Run.State.valueOf(row.getString("state")),
                time(row, "started_at"),
                ended == null ? null : ended.toInstant(),
                new Run.Tally(
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
