package dev.firstcome.payment.payment.store;

import dev.firstcome.contracts.payment.PaymentState;
import dev.firstcome.payment.payment.AllowedPaymentTransitions;
import dev.firstcome.payment.payment.Payment;
import dev.firstcome.payment.payment.PaymentTransition;
import dev.firstcome.payment.payment.Payments;
import dev.firstcome.platform.ids.Bucket;
import dev.firstcome.platform.ids.BucketedIds;
import dev.firstcome.platform.shards.Shards;
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
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Stores payments in SQL. Methods marked MANDATORY join the caller's transaction. */
@Repository
class ShardedPayments implements Payments {
    private static final double MILLIS = 1e3;
    private static final UUID MIN_ID = new UUID(0, 0);

    private final Shards shards;
    private final JdbcClient jdbc;
    private final PaymentRowMapper rows;

    ShardedPayments(Shards shards, JdbcClient jdbc, PaymentRowMapper rows) {
        this.shards = shards;
        this.jdbc = jdbc;
        this.rows = rows;
    }

    @Override
    @Transactional(propagation = Propagation.MANDATORY)
    public void lockUser(UUID userId) {
        jdbc.sql("select pg_advisory_xact_lock(?)")
                .param(userId.getLeastSignificantBits())
                .query((row, number) -> true)
                .single();
    }

    @Override
    @Transactional(propagation = Propagation.MANDATORY)
    public Optional<UUID> findDuplicate(UUID userId, byte[] basket, Duration youngerThan) {
        return jdbc.sql("""
                        select payment_id from payment
                        where bucket = :bucket and user_id = :user and basket = :basket
                            and payment_id >= :since
                            and created_at > clock_timestamp() - make_interval(secs => :age)
                            and state in ('REQUESTED', 'RESERVED', 'CHARGING', 'UNKNOWN', 'CAPTURED')
                        order by payment_id desc limit 1
                        """)
                .param("bucket", BucketedIds.bucketOf(userId).number())
                .param("user", userId)
                .param("basket", basket)
                .param("since", rows.minIdOf(userId, youngerThan))
                .param("age", seconds(youngerThan))
                .query(UUID.class)
                .optional();
    }

    @Override
    @Transactional(propagation = Propagation.MANDATORY)
    public void add(NewPayment payment, Instant at) {
        Payment.Price price = payment.terms().price();
        jdbc.sql("""
                        with step as (
                            insert into payment_history (bucket, payment_id, step, state, at)
                            values (:bucket, :payment, 1, 'REQUESTED', :at))
                        insert into payment (bucket, payment_id, user_id, state, step, version, attempt, due_at, currency,
                            amount, discount, total, coupon_id, items, payment_method, basket, created_at, changed_at)
                        values (:bucket, :payment, :user, 'REQUESTED', 1, 1, 0,
                            clock_timestamp() + make_interval(secs => :due), :currency,
                            :amount, :discount, :total, :coupon, :items::jsonb, :method, :basket, :at, :at)
                        """)
                .param("bucket", BucketedIds.bucketOf(payment.id()).number())
                .param("payment", payment.id())
                .param("user", payment.userId())
                .param("at", at.atOffset(ZoneOffset.UTC))
                .param("due", seconds(payment.dueIn()))
                .param("currency", price.currency())
                .param("amount", price.amount())
                .param("discount", price.discount())
                .param("total", price.total())
                .param("coupon", payment.terms().couponId())
                .param("items", rows.writeItems(payment.terms().items()))
                .param("method", payment.terms().paymentMethod())
                .param("basket", payment.basket())
                .update();
    }

    @Override
    @Transactional(propagation = Propagation.MANDATORY)
    public Optional<Payment> lock(UUID id) {
        return jdbc.sql("select * from payment where bucket = ? and payment_id = ? for update")
                .params(BucketedIds.bucketOf(id).number(), id)
                .query(rows::read)
                .optional();
    }

    @Override
    @Transactional(propagation = Propagation.MANDATORY)
    public Payment apply(Payment locked, PaymentTransition transition, Instant at) {
        Payment changed = after(locked, transition, at);
        String[] path = transition.path().stream().map(PaymentState::name).toArray(String[]::new);
        jdbc.sql("""
                        with step as (
                            insert into payment_history (bucket, payment_id, step, previous_step, from_state, state, at)
                            select :bucket, :payment, :step + ordinality, :step + ordinality - 1,
                                coalesce(lag(state) over (order by ordinality), :from), state, :at
                            from unnest(:path::text[]) with ordinality as way (state, ordinality))
                        update payment set state = :state, reason = :reason, step = :last, version = :version,
                            attempt = :attempt, key_number = :key, changed_at = :changed,
                            due_at = case when :final then null
                                else clock_timestamp() + make_interval(secs => :due) end
                        where bucket = :bucket and payment_id = :payment
                        """)
                .param("bucket", locked.bucket().number())
                .param("payment", locked.id())
                .param("step", locked.step())
                .param("from", locked.state().name())
                .param("path", path)
                .param("at", at.atOffset(ZoneOffset.UTC))
                .param("state", changed.state().name())
                .param(
                        "reason",
                        changed.reason() == null ? null : changed.reason().name())
                .param("last", changed.step())
                .param("version", changed.version())
                .param("attempt", changed.attempt())
                .param("key", changed.keyNumber())
                .param("changed", changed.changedAt().atOffset(ZoneOffset.UTC))
                .param("final", changed.state().isFinal())
                .param("due", seconds(transition.dueIn()))
                .update();
        return changed;
    }

    private static Payment after(Payment locked, PaymentTransition transition, Instant at) {
        PaymentState state = locked.state();
        for (PaymentState next : transition.path()) {
            if (!AllowedPaymentTransitions.allows(state, next)) {
                throw new IllegalStateException(
                        "transition of payment %s from %s to %s is not allowed".formatted(locked.id(), state, next));
            }
            state = next;
        }
        boolean changes = !transition.path().isEmpty();
        return new Payment(
                locked.id(),
                locked.userId(),
                state,
                transition.reason(),
                locked.step() + transition.path().size(),
                locked.version() + (changes ? 1 : 0),
                locked.attempt() + (transition.startsAttempt() ? 1 : 0),
                locked.keyNumber() + (transition.newProviderKey() ? 1 : 0),
                locked.terms(),
                locked.intentId(),
                locked.refunded(),
                locked.createdAt(),
                changes ? at : locked.changedAt());
    }

    @Override
    public boolean storeIntentId(UUID id, int attempt, String intentId) {
        Bucket bucket = BucketedIds.bucketOf(id);
        return shards.transact(
                bucket,
                () -> jdbc.sql("""
                                        update payment set intent_id = :intent
                                        where bucket = :bucket and payment_id = :payment and attempt = :attempt
                                            and (intent_id is null or intent_id = :intent)
                                        """)
                                .param("intent", intentId)
                                .param("bucket", bucket.number())
                                .param("payment", id)
                                .param("attempt", attempt)
                                .update()
                        == 1);
    }

    @Override
    public Optional<Payment> find(UUID id) {
        Bucket bucket = BucketedIds.bucketOf(id);
        return shards.read(
                bucket,
                () -> jdbc.sql("select * from payment where bucket = ? and payment_id = ?")
                        .params(bucket.number(), id)
                        .query(rows::read)
                        .optional());
    }

    @Override
    public List<Payment> findAll(String shard, Collection<UUID> ids) {
        return shards.readOn(
                shard,
                () -> withRequested(ids, "select payment.* from payment join requested using (bucket, payment_id)")
                        .query(rows::read)
                        .list());
    }

    @Override
    public Map<UUID, Long> versions(String shard, Collection<UUID> ids) {
        Map<UUID, Long> versions = new HashMap<>();
        shards.readOn(shard, () -> {
            withRequested(ids, "select payment_id, version from payment join requested using (bucket, payment_id)")
                    .query(row -> {
                        versions.put(row.getObject("payment_id", UUID.class), row.getLong("version"));
                    });
            return true;
        });
        return versions;
    }

    @Override
    public Map<UUID, List<HistoryEntry>> histories(String shard, Collection<UUID> ids) {
        Map<UUID, List<HistoryEntry>> histories = new HashMap<>();
        shards.readOn(shard, () -> {
            withRequested(ids, """
                            select payment_id, state, at from payment_history join requested using (bucket, payment_id)
                            order by payment_id, step
                            """).query(row -> {
                UUID id = row.getObject("payment_id", UUID.class);
                histories.computeIfAbsent(id, key -> new ArrayList<>()).add(historyEntry(row));
            });
            return true;
        });
        return histories;
    }

    /** Prepends the common table expression {@code requested} with the keys of these payments. */
    private JdbcClient.StatementSpec withRequested(Collection<UUID> ids, String query) {
        Short[] buckets = ids.stream()
                .map(id -> (short) BucketedIds.bucketOf(id).number())
                .toArray(Short[]::new);
        return jdbc.sql("""
                        with requested as (
                            select * from unnest(:buckets::smallint[], :ids::uuid[]) as keys (bucket, payment_id))
                        """ + query).param("buckets", buckets).param("ids", ids.toArray(UUID[]::new));
    }

    private static HistoryEntry historyEntry(ResultSet row) throws SQLException {
        return new HistoryEntry(PaymentState.valueOf(row.getString("state")), PaymentRowMapper.time(row, "at"));
    }

    @Override
    public List<Payment> captured(String shard, Instant from, Instant to, @Nullable Payment after, int limit) {
        return shards.readOn(
                shard,
                () -> jdbc.sql("""
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
                        .list());
    }

    @Override
    public List<Payment> page(UUID userId, @Nullable UUID before, int limit) {
        Bucket bucket = BucketedIds.bucketOf(userId);
        return shards.read(
                bucket,
                () -> jdbc.sql("""
                                select * from payment
                                where bucket = :bucket and user_id = :user
                                    and (:before::uuid is null or payment_id < :before)
                                order by payment_id desc limit :limit
                                """)
                        .param("bucket", bucket.number())
                        .param("user", userId)
                        .param("before", before)
                        .param("limit", limit)
                        .query(rows::read)
                        .list());
    }

    @Override
    public List<HistoryEntry> history(UUID id) {
        Bucket bucket = BucketedIds.bucketOf(id);
        return shards.read(
                bucket,
                () -> jdbc.sql(
                                "select state, at from payment_history where bucket = ? and payment_id = ? order by step")
                        .params(bucket.number(), id)
                        .query((row, number) -> historyEntry(row))
                        .list());
    }

    @Override
    public List<Payment> due(String shard, int limit) {
        return shards.transactOn(
                shard,
                () -> jdbc.sql("select * from payment where due_at <= clock_timestamp() order by due_at limit ?")
                        .param(limit)
                        .query(rows::read)
                        .list());
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / MILLIS;
    }
}
