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

/** Stores idempotency keys in SQL. The primary key serializes concurrent first requests. */
@Repository
class ShardedIdempotencyKeys implements IdempotencyKeys {
    private static final String OF_LEASE =
            " where bucket = :bucket and user_id = :user and operation = :operation and key = :key and status is null"
                    + " and lease_id = :lease";
    private static final double MILLIS = 1e3;
    private static final int CLAIM_TRIES_MAX = 5;

    private final Shards shards;
    private final JdbcClient jdbc;

    ShardedIdempotencyKeys(Shards shards, JdbcClient jdbc) {
        this.shards = shards;
        this.jdbc = jdbc;
    }

    private record Row(
            byte[] fingerprint,
            UUID resourceId,
            UUID leaseId,
            boolean leaseExpired,
            @Nullable RecordedResponse response) {}

    /**
     * Commits asynchronously, without waiting for disk or standby. Other requests see the claim at once. A claim that
     * is lost in a crash has no effect, because the payment is committed later in the same write-ahead log.
     */
    @Override
    public Claim claim(IdempotentRequest request, UUID newId, Duration duration) {
        KeyLease lease = new KeyLease(request, newId, UUID.randomUUID());
        return shards.transact(bucketOf(request), () -> {
            // Another request may delete the key between the two statements; then the key can be claimed.
            for (int tries = 1; tries < CLAIM_TRIES_MAX; tries++) {
                if (insert(lease, duration)) {
                    return new Claim.Acquired(lease);
                }
                Optional<Row> found = find(request);
                if (found.isPresent()) {
                    return claimExisting(lease, found.get(), duration);
                }
            }
            return new Claim.InProgress(newId);
        });
    }

    private Claim claimExisting(KeyLease lease, Row found, Duration duration) {
        IdempotentRequest request = lease.request();
        if (!Arrays.equals(found.fingerprint(), request.fingerprint())) {
            return new Claim.Mismatch();
        }
        if (found.response() != null) {
            return new Claim.Completed(found.response());
        }
        KeyLease takenOver = new KeyLease(request, found.resourceId(), lease.leaseId());
        if (found.leaseExpired() && takeOver(takenOver, found.leaseId(), duration)) {
            return new Claim.Acquired(takenOver);
        }
        return new Claim.InProgress(found.resourceId());
    }

    /** Returns whether this is the first request with the key. */
    private boolean insert(KeyLease lease, Duration duration) {
        return withKey(jdbc.sql("""
                        insert into idempotency_key
                            (bucket, user_id, operation, key, fingerprint, resource_id, lease_id, lease_until)
                        select :bucket, :user, :operation, :key, :fingerprint, :resource, :lease,
                            clock_timestamp() + make_interval(secs => :seconds)
                        from (select set_config('synchronous_commit', 'off', true)) as asynchronous_commit
                        on conflict do nothing
                        """), lease.request())
                        .param("fingerprint", lease.request().fingerprint())
                        .param("resource", lease.resourceId())
                        .param("lease", lease.leaseId())
                        .param("seconds", duration.toMillis() / MILLIS)
                        .update()
                == 1;
    }

    private Optional<Row> find(IdempotentRequest request) {
        return withKey(jdbc.sql("""
                        select fingerprint, resource_id, lease_id, lease_until < clock_timestamp() as ended,
                            status, location, answer
                        from idempotency_key
                        where bucket = :bucket and user_id = :user and operation = :operation and key = :key
                        """), request)
                .query(ShardedIdempotencyKeys::read)
                .optional();
    }

    private static Row read(ResultSet row, int number) throws SQLException {
        String body = row.getString("answer");
        return new Row(
                row.getBytes("fingerprint"),
                row.getObject("resource_id", UUID.class),
                row.getObject("lease_id", UUID.class),
                row.getBoolean("ended"),
                body == null ? null : new RecordedResponse(row.getInt("status"), row.getString("location"), body));
    }

    @Override
    public Optional<RecordedResponse> findResponse(IdempotentRequest request) {
        return shards.transact(bucketOf(request), () -> find(request))
                .filter(found -> Arrays.equals(found.fingerprint(), request.fingerprint()))
                .flatMap(found -> Optional.ofNullable(found.response()));
    }

    private boolean takeOver(KeyLease lease, UUID expiredLeaseId, Duration duration) {
        return withKey(jdbc.sql("""
                        update idempotency_key set lease_id = :new_lease,
                            lease_until = clock_timestamp() + make_interval(secs => :seconds)
                        """ + OF_LEASE), lease.request())
                        .param("new_lease", lease.leaseId())
                        .param("seconds", duration.toMillis() / MILLIS)
                        .param("lease", expiredLeaseId)
                        .update()
                == 1;
    }

    @Override
    @Transactional(propagation = Propagation.MANDATORY)
    public boolean complete(KeyLease lease, RecordedResponse response) {
        return store(lease, response);
    }

    @Override
    public boolean completeSeparately(KeyLease lease, RecordedResponse response) {
        return shards.transact(bucketOf(lease.request()), () -> store(lease, response));
    }

    private boolean store(KeyLease lease, RecordedResponse response) {
        return withKey(
                                jdbc.sql(
                                        "update idempotency_key set status = :status, location = :location, answer = :answer"
                                                + OF_LEASE),
                                lease.request())
                        .param("status", response.status())
                        .param("location", response.location())
                        .param("answer", response.body())
                        .param("lease", lease.leaseId())
                        .update()
                == 1;
    }

    @Override
    @Transactional(propagation = Propagation.MANDATORY)
    public void delete(KeyLease lease) {
        withKey(jdbc.sql("delete from idempotency_key" + OF_LEASE), lease.request())
                .param("lease", lease.leaseId())
                .update();
    }

    @Override
    public void release(KeyLease lease) {
        shards.execute(
                bucketOf(lease.request()),
                () -> withKey(
                                jdbc.sql("update idempotency_key set lease_until = '-infinity'" + OF_LEASE),
                                lease.request())
                        .param("lease", lease.leaseId())
                        .update());
    }

    @Override
    public int removeOlderThan(String shard, Duration age, int limit) {
        return shards.transactOn(shard, () -> remove(age, limit));
    }

    private int remove(Duration age, int limit) {
        return jdbc.sql("""
                        delete from idempotency_key where (bucket, user_id, operation, key) in (
                            select bucket, user_id, operation, key from idempotency_key
                            where created_at < clock_timestamp() - make_interval(secs => :age) and (status is not null or lease_until < clock_timestamp())
                            order by created_at limit :limit)
                        """)
                .param("age", (double) age.toSeconds())
                .param("limit", limit)
                .update();
    }

    private static StatementSpec withKey(StatementSpec statement, IdempotentRequest request) {
        return statement
                .param("bucket", bucketOf(request).number())
                .param("user", request.userId())
                .param("operation", request.operation())
                .param("key", request.key());
    }

    private static Bucket bucketOf(IdempotentRequest request) {
        return BucketedIds.bucketOf(request.userId());
    }
}
