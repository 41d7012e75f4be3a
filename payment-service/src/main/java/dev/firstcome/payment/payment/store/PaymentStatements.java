package dev.firstcome.payment.payment.store;

import dev.firstcome.contracts.payment.PaymentState;
import dev.firstcome.payment.payment.Payment;
import dev.firstcome.payment.payment.PaymentTransition;
import dev.firstcome.payment.payment.Payments.HistoryEntry;
import dev.firstcome.platform.ids.BucketedIds;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * SQL statements on payments of one shard: lists, and changes that publish no event, so that the version stays. Callers
 * bind the shard.
 */
@Repository
class PaymentStatements {
    private static final double MILLIS = 1e3;
    private static final UUID MIN_ID = new UUID(0, 0);

    private final JdbcClient jdbc;
    private final PaymentRowMapper rows;

    PaymentStatements(JdbcClient jdbc, PaymentRowMapper rows) {
        this.jdbc = jdbc;
        this.rows = rows;
    }

    void lockUser(UUID userId) {
        jdbc.sql("select pg_advisory_xact_lock(?)")
                .param(userId.getLeastSignificantBits())
                .query((row, number) -> true)
                .single();
    }

    Optional<UUID> findDuplicate(UUID userId, byte[] basket, Duration youngerThan) {
        return jdbc.sql("""
                        select payment_id from payment
                        where bucket = :bucket and user_id = :user and basket = :basket
                            and payment_id >= :since
                            and created_at > clock_timestamp() - make_interval(secs => :age)
                            and state in ('REQUESTED', 'RESERVED', 'CHARGING', 'UNKNOWN', 'CAPTURED')
                        order by payment_id desc limit 1
                        """)
                .param("bucket", bucketOf(userId))
                .param("user", userId)
                .param("basket", basket)
                .param("since", rows.minIdOf(userId, youngerThan))
                .param("age", seconds(youngerThan))
                .query(UUID.class)
                .optional();
    }

    /** Applies a transition that keeps the state of a locked payment: it extends the lease of the attempt. */
    void reschedule(Payment locked, PaymentTransition transition) {
        jdbc.sql("""
                        update payment set attempt = attempt + :attempts, key_number = key_number + :keys,
                            due_at = clock_timestamp() + make_interval(secs => :due)
                        where bucket = :bucket and payment_id = :payment
                        """)
                .param("attempts", transition.startsAttempt() ? 1 : 0)
                .param("keys", transition.newProviderKey() ? 1 : 0)
                .param("due", seconds(transition.dueIn()))
                .param("bucket", locked.bucket().number())
                .param("payment", locked.id())
                .update();
    }

    boolean storeIntentId(UUID id, int attempt, String intentId) {
        return jdbc.sql("""
                        update payment set intent_id = :intent
                        where bucket = :bucket and payment_id = :payment and attempt = :attempt
                            and (intent_id is null or intent_id = :intent)
                        """)
                        .param("intent", intentId)
                        .param("bucket", bucketOf(id))
                        .param("payment", id)
                        .param("attempt", attempt)
                        .update()
                == 1;
    }

    List<Payment> findAll(Collection<UUID> ids) {
        return withRequested(ids, "select payment.* from payment join requested using (bucket, payment_id)")
                .query(rows::read)
                .list();
    }

    Map<UUID, Long> versions(Collection<UUID> ids) {
        Map<UUID, Long> versions = new HashMap<>();
        withRequested(ids, "select payment_id, version from payment join requested using (bucket, payment_id)")
                .query(row -> {
                    versions.put(row.getObject("payment_id", UUID.class), row.getLong("version"));
                });
        return versions;
    }

    Map<UUID, List<HistoryEntry>> histories(Collection<UUID> ids) {
        Map<UUID, List<HistoryEntry>> histories = new HashMap<>();
        withRequested(ids, """
                        select payment_id, state, at from payment_history join requested using (bucket, payment_id)
                        order by payment_id, step
                        """).query(row -> {
            UUID id = row.getObject("payment_id", UUID.class);
            histories.computeIfAbsent(id, key -> new ArrayList<>()).add(historyEntry(row));
        });
        return histories;
    }

    /** Prepends the common table expression {@code requested} with the keys of these payments. */
    private JdbcClient.StatementSpec withRequested(Collection<UUID> ids, String query) {
        Short[] buckets = ids.stream().map(id -> (short) bucketOf(id)).toArray(Short[]::new);
        return jdbc.sql("""
                        with requested as (
                            select * from unnest(:buckets::smallint[], :ids::uuid[]) as keys (bucket, payment_id))
                        """ + query).param("buckets", buckets).param("ids", ids.toArray(UUID[]::new));
    }

    private static HistoryEntry historyEntry(ResultSet row) throws SQLException {
        return new HistoryEntry(PaymentState.valueOf(row.getString("state")), PaymentRowMapper.time(row, "at"));
    }

    List<Payment> captured(Instant from, Instant to, @Nullable Payment after, int limit) {
        return jdbc.sql("""
                        select * from payment
                        where state = 'CAPTURED' and total > 0 and changed_at < :to
                            and (changed_at, payment_id) > (:since, :after)
                        order by changed_at, payment_id limit :limit
                        """)
                .param("to", to.atOffset(ZoneOffset.UTC))
                .param("since", (after == null ? from : after.changedAt()).atOffset(ZoneOffset.UTC))
                .param("after", after == null ? MIN_ID : after.id())
                .param("limit", limit)
                .query(rows::read)
                .list();
    }

    List<Payment> page(UUID userId, @Nullable UUID before, int limit) {
        return jdbc.sql("""
                        select * from payment
                        where bucket = :bucket and user_id = :user
                            and (:before::uuid is null or payment_id < :before)
                        order by payment_id desc limit :limit
                        """)
                .param("bucket", bucketOf(userId))
                .param("user", userId)
                .param("before", before)
                .param("limit", limit)
                .query(rows::read)
                .list();
    }

    List<HistoryEntry> history(UUID id) {
        return jdbc.sql("select state, at from payment_history where bucket = ? and payment_id = ? order by step")
                .params(bucketOf(id), id)
                .query((row, number) -> historyEntry(row))
                .list();
    }

    List<Payment> due(int limit) {
        return jdbc.sql("select * from payment where due_at <= clock_timestamp() order by due_at limit ?")
                .param(limit)
                .query(rows::read)
                .list();
    }

    private static int bucketOf(UUID id) {
        return BucketedIds.bucketOf(id).number();
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / MILLIS;
    }
}
