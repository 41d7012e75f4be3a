package dev.firstcome.payment.idempotency.store;

import dev.firstcome.payment.idempotency.IdempotencyKeys;
import dev.firstcome.platform.ids.Bucket;
import dev.firstcome.platform.ids.BucketedIds;
import dev.firstcome.platform.shards.Shards;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Keys as rows; the primary key decides between those who come at once. */
@Repository
class ShardedKeys implements IdempotencyKeys {
    private static final String OF_WORK =
            " where bucket = :bucket and user_id = :user and operation = :operation and key = :key and status is null"
                    + " and lease_id = :lease";
    private static final double MILLIS = 1e3;
    private static final int TRIES_MAX = 5;

    private final Shards shards;
    private final JdbcClient jdbc;

    ShardedKeys(Shards shards, JdbcClient jdbc) {
        this.shards = shards;
        this.jdbc = jdbc;
    }

    private record Row(
            byte[] fingerprint,
            UUID resourceId,
            UUID leaseId,
            boolean leaseEnded,
            @Nullable Answer answer) {}

    /**
     * A claim is seen by others at once, and need not outlive a crash: it means nothing before what is made under it is
     * committed, and that comes later in the same log. So its commit waits for no disk and no standby.
     */
    @Override
    public Claim claim(Call call, UUID freshId, Duration lease) {
        Work mine = new Work(call, freshId, UUID.randomUUID());
        return shards.transact(bucketOf(call), () -> {
            // Who holds a key may free it between two statements of another: then it can be claimed after all.
            for (int tries = 1; tries < TRIES_MAX; tries++) {
                if (isFirst(mine, lease)) {
                    return new Claim.Mine(mine);
                }
                Optional<Row> found = find(call);
                if (found.isPresent()) {
                    return held(mine, found.get(), lease);
                }
            }
            return new Claim.Busy(freshId);
        });
    }

    private Claim held(Work mine, Row found, Duration lease) {
        Call call = mine.call();
        if (!Arrays.equals(found.fingerprint(), call.fingerprint())) {
            return new Claim.Mismatch();
        }
        if (found.answer() != null) {
            return new Claim.Done(found.answer());
        }
        Work takenOver = new Work(call, found.resourceId(), mine.leaseId());
        if (found.leaseEnded() && takesOver(takenOver, found.leaseId(), lease)) {
            return new Claim.Mine(takenOver);
        }
        return new Claim.Busy(found.resourceId());
    }

    private boolean isFirst(Work mine, Duration lease) {
        return named(jdbc.sql("""
                        insert into idempotency_key
                            (bucket, user_id, operation, key, fingerprint, resource_id, lease_id, lease_until)
                        select :bucket, :user, :operation, :key, :fingerprint, :resource, :lease,
                            clock_timestamp() + make_interval(secs => :seconds)
                        from (select set_config('synchronous_commit', 'off', true)) as lazily
                        on conflict do nothing
                        """), mine.call())
                        .param("fingerprint", mine.call().fingerprint())
                        .param("resource", mine.resourceId())
                        .param("lease", mine.leaseId())
                        .param("seconds", lease.toMillis() / MILLIS)
                        .update()
                == 1;
    }

    private Optional<Row> find(Call call) {
        return named(jdbc.sql("""
                        select fingerprint, resource_id, lease_id, lease_until < clock_timestamp() as ended,
                            status, location, answer
                        from idempotency_key
                        where bucket = :bucket and user_id = :user and operation = :operation and key = :key
                        """), call).query(ShardedKeys::read).optional();
    }

    private static Row read(ResultSet row, int number) throws SQLException {
        String body = row.getString("answer");
        return new Row(
                row.getBytes("fingerprint"),
                row.getObject("resource_id", UUID.class),
                row.getObject("lease_id", UUID.class),
                row.getBoolean("ended"),
                body == null ? null : new Answer(row.getInt("status"), row.getString("location"), body));
    }

    @Override
    public Optional<Answer> answered(Call call) {
        return shards.transact(bucketOf(call), () -> find(call))
                .filter(found -> Arrays.equals(found.fingerprint(), call.fingerprint()))
                .flatMap(found -> Optional.ofNullable(found.answer()));
    }

    private boolean takesOver(Work work, UUID from, Duration lease) {
        return named(jdbc.sql("""
                        update idempotency_key set lease_id = :fresh,
                            lease_until = clock_timestamp() + make_interval(secs => :seconds)
                        """ + OF_WORK), work.call())
                        .param("fresh", work.leaseId())
                        .param("seconds", lease.toMillis() / MILLIS)
                        .param("lease", from)
                        .update()
                == 1;
    }

    @Override
    @Transactional(propagation = Propagation.MANDATORY)
    public boolean finish(Work work, Answer answer) {
        return store(work, answer);
    }

    @Override
    public boolean finishAlone(Work work, Answer answer) {
        return shards.transact(bucketOf(work.call()), () -> store(work, answer));
    }

    private boolean store(Work work, Answer answer) {
        return named(
                                jdbc.sql(
                                        "update idempotency_key set status = :status, location = :location, answer = :answer"
                                                + OF_WORK),
                                work.call())
                        .param("status", answer.status())
                        .param("location", answer.location())
                        .param("answer", answer.body())
                        .param("lease", work.leaseId())
                        .update()
                == 1;
    }

    @Override
    @Transactional(propagation = Propagation.MANDATORY)
    public void forget(Work work) {
        named(jdbc.sql("delete from idempotency_key" + OF_WORK), work.call())
                .param("lease", work.leaseId())
                .update();
    }

    @Override
    public void giveBack(Work work) {
        shards.execute(
                bucketOf(work.call()),
                () -> named(jdbc.sql("update idempotency_key set lease_until = '-infinity'" + OF_WORK), work.call())
                        .param("lease", work.leaseId())
                        .update());
    }

    @Override
    public int removeOlderThan(String shard, Duration age, int most) {
        return shards.transactOn(shard, () -> remove(age, most));
    }

    private int remove(Duration age, int most) {
        return jdbc.sql("""
                        delete from idempotency_key where (bucket, user_id, operation, key) in (
                            select bucket, user_id, operation, key from idempotency_key
                            where created_at < clock_timestamp() - make_interval(secs => :age) and (status is not null or lease_until < clock_timestamp())
                            order by created_at limit :most)
                        """)
                .param("age", (double) age.toSeconds())
                .param("most", most)
                .update();
    }

    private static StatementSpec named(StatementSpec statement, Call call) {
        return statement
                .param("bucket", bucketOf(call).number())
                .param("user", call.userId())
                .param("operation", call.operation())
                .param("key", call.key());
    }

    private static Bucket bucketOf(Call call) {
        return BucketedIds.bucketOf(call.userId());
    }
}
