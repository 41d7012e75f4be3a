package dev.firstcome.payment.refund.store;

import dev.firstcome.contracts.payment.RefundState;
import dev.firstcome.payment.payment.PaymentRefunds;
import dev.firstcome.payment.refund.AllowedRefundTransitions;
import dev.firstcome.payment.refund.Refund;
import dev.firstcome.payment.refund.Refunds;
import dev.firstcome.platform.ids.Bucket;
import dev.firstcome.platform.ids.BucketedIds;
import dev.firstcome.platform.shards.Shards;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Stores refunds in SQL. Methods marked MANDATORY join the caller's transaction. */
@Repository
class ShardedRefunds implements Refunds, PaymentRefunds {
    private static final double MILLIS = 1e3;

    private final Shards shards;
    private final JdbcClient jdbc;

    ShardedRefunds(Shards shards, JdbcClient jdbc) {
        this.shards = shards;
        this.jdbc = jdbc;
    }

    @Override
    @Transactional(propagation = Propagation.MANDATORY)
    public void add(UUID refundId, UUID paymentId, long amount, Duration dueIn, Instant at) {
        jdbc.sql("""
                        with step as (
                            insert into refund_history (bucket, refund_id, step, state, at)
                            values (:bucket, :refund, 1, 'REQUESTED', :at)),
                        payment_sum as (
                            update payment set refunded = refunded + :amount
                            where bucket = :bucket and payment_id = :payment)
                        insert into refund (bucket, payment_id, refund_id, state, amount, due_at, created_at, changed_at)
                        values (:bucket, :payment, :refund, 'REQUESTED', :amount,
                            clock_timestamp() + make_interval(secs => :due), :at, :at)
                        """)
                .param("bucket", bucketOf(paymentId).number())
                .param("payment", paymentId)
                .param("refund", refundId)
                .param("amount", amount)
                .param("due", dueIn.toMillis() / MILLIS)
                .param("at", at.atOffset(ZoneOffset.UTC))
                .update();
    }

    @Override
    public Optional<Refund> find(UUID paymentId, UUID refundId) {
        return shards.transact(
                bucketOf(paymentId),
                () -> jdbc.sql("select * from refund where bucket = ? and payment_id = ? and refund_id = ?")
                        .params(bucketOf(paymentId).number(), paymentId, refundId)
                        .query(ShardedRefunds::read)
                        .optional());
    }

    @Override
    @Transactional(propagation = Propagation.MANDATORY)
    public int count(UUID paymentId) {
        return jdbc.sql("select count(*) from refund where bucket = ? and payment_id = ?")
                .params(bucketOf(paymentId).number(), paymentId)
                .query(Integer.class)
                .single();
    }

    @Override
    @Transactional(propagation = Propagation.MANDATORY)
    public Refund apply(Refund refund, RefundTransition transition, Instant at) {
        Refund changed = after(refund, transition);
        boolean changes = changed.step() != refund.step();
        if (changes) {
            jdbc.sql("""
                            insert into refund_history (bucket, refund_id, step, previous_step, from_state, state, at)
                            values (?, ?, ?, ?, ?, ?, ?)""")
                    .params(
                            bucketOf(refund.paymentId()).number(),
                            refund.id(),
                            changed.step(),
                            refund.step(),
                            refund.state().name(),
                            changed.state().name(),
                            at.atOffset(ZoneOffset.UTC))
                    .update();
        }
        jdbc.sql("""
                        update refund set state = :state, step = :step, attempt = :attempt, key_number = :key,
                            unheard = :unheard,
                            changed_at = case when :changes then :at else changed_at end,
                            due_at = case when :final then null
                                else clock_timestamp() + make_interval(secs => :due) end
                        where bucket = :bucket and payment_id = :payment and refund_id = :refund
                        """)
                .param("state", changed.state().name())
                .param("step", changed.step())
                .param("attempt", changed.attempt())
                .param("key", changed.keyNumber())
                .param("unheard", changed.unresolvedCall())
                .param("changes", changes)
                .param("at", at.atOffset(ZoneOffset.UTC))
                .param("final", !AllowedRefundTransitions.ALL.containsKey(changed.state()))
                .param("due", transition.dueIn().toMillis() / MILLIS)
                .param("bucket", bucketOf(refund.paymentId()).number())
                .param("payment", refund.paymentId())
                .param("refund", refund.id())
                .update();
        return changed;
    }

    private static Refund after(Refund refund, RefundTransition transition) {
        RefundState next = transition.state();
        if (next != null && !AllowedRefundTransitions.allows(refund.state(), next)) {
            throw new IllegalStateException("transition of refund %s from %s to %s is not allowed"
                    .formatted(refund.id(), refund.state(), next));
        }
        return new Refund(
                refund.id(),
                refund.paymentId(),
                next == null ? refund.state() : next,
                refund.amount(),
                refund.step() + (next == null ? 0 : 1),
                refund.attempt() + (transition.startsAttempt() ? 1 : 0),
                refund.keyNumber() + (transition.key() == ProviderKey.RENEW ? 1 : 0),
                transition.key() == ProviderKey.KEEP_UNRESOLVED,
                refund.createdAt());
    }

    @Override
    @Transactional(propagation = Propagation.MANDATORY)
    public void releaseAmount(Refund failed) {
        jdbc.sql("update payment set refunded = refunded - ? where bucket = ? and payment_id = ?")
                .params(failed.amount(), bucketOf(failed.paymentId()).number(), failed.paymentId())
                .update();
    }

    @Override
    @Transactional(propagation = Propagation.MANDATORY)
    public void incrementPaymentVersion(UUID paymentId) {
        jdbc.sql("update payment set version = version + 1 where bucket = ? and payment_id = ?")
                .params(bucketOf(paymentId).number(), paymentId)
                .update();
    }

    @Override
    public List<Refund> due(String shard, int limit) {
        return shards.transactOn(
                shard,
                () -> jdbc.sql("select * from refund where due_at <= clock_timestamp() order by due_at limit ?")
                        .param(limit)
                        .query(ShardedRefunds::read)
                        .list());
    }

    @Override
    public List<RefundSummary> ofPayment(UUID paymentId) {
        return shards.transact(
                bucketOf(paymentId),
                () -> jdbc.sql("select * from refund where bucket = ? and payment_id = ? order by refund_id")
                        .params(bucketOf(paymentId).number(), paymentId)
                        .query(ShardedRefunds::readSummary)
                        .list());
    }

    @Override
    public Map<UUID, List<RefundSummary>> ofPayments(String shard, Collection<UUID> paymentIds) {
        Short[] buckets =
                paymentIds.stream().map(id -> (short) bucketOf(id).number()).toArray(Short[]::new);
        Map<UUID, List<RefundSummary>> found = new HashMap<>();
        return shards.readOn(shard, () -> {
            jdbc.sql("""
                            select refund.* from refund
                            join unnest(:buckets::smallint[], :ids::uuid[]) as requested (bucket, payment_id)
                                using (bucket, payment_id)
                            order by refund_id
                            """)
                    .param("buckets", buckets)
                    .param("ids", paymentIds.toArray(UUID[]::new))
                    .query((RowCallbackHandler) row -> found.computeIfAbsent(
                                    row.getObject("payment_id", UUID.class), id -> new ArrayList<>())
                            .add(readSummary(row, 0)));
            return found;
        });
    }

    private static RefundSummary readSummary(ResultSet row, int number) throws SQLException {
        Refund refund = read(row, number);
        return new RefundSummary(
                refund.id(),
                refund.state(),
                refund.amount(),
                refund.createdAt(),
                row.getObject("changed_at", OffsetDateTime.class).toInstant());
    }

    private static Refund read(ResultSet row, int number) throws SQLException {
        return new Refund(
                row.getObject("refund_id", UUID.class),
                row.getObject("payment_id", UUID.class),
                RefundState.valueOf(row.getString("state")),
                row.getLong("amount"),
                row.getInt("step"),
                row.getInt("attempt"),
                row.getInt("key_number"),
                row.getBoolean("unheard"),
                row.getObject("created_at", OffsetDateTime.class).toInstant());
    }

    private static Bucket bucketOf(UUID paymentId) {
        return BucketedIds.bucketOf(paymentId);
    }
}
