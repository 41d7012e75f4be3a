package dev.firstcome.payment.refund.store;

import dev.firstcome.contracts.payment.RefundState;
import dev.firstcome.payment.payment.PaymentRefunds;
import dev.firstcome.payment.refund.Refund;
import dev.firstcome.payment.refund.RefundTransitions;
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

/** Refunds as rows; what changes them joins the caller's transaction and has none of its own. */
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
                        back as (
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
    public Refund move(Refund seen, RefundMove move, Instant at) {
        Refund moved = after(seen, move);
        boolean changes = moved.step() != seen.step();
        if (changes) {
            jdbc.sql("""
                            insert into refund_history (bucket, refund_id, step, previous_step, from_state, state, at)
                            values (?, ?, ?, ?, ?, ?, ?)""")
                    .params(
                            bucketOf(seen.paymentId()).number(),
                            seen.id(),
                            moved.step(),
                            seen.step(),
                            seen.state().name(),
                            moved.state().name(),
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
                .param("state", moved.state().name())
                .param("step", moved.step())
                .param("attempt", moved.attempt())
                .param("key", moved.keyNumber())
                .param("unheard", moved.unheard())
                .param("changes", changes)
                .param("at", at.atOffset(ZoneOffset.UTC))
                .param("final", !RefundTransitions.ALL.containsKey(moved.state()))
                .param("due", move.dueIn().toMillis() / MILLIS)
                .param("bucket", bucketOf(seen.paymentId()).number())
                .param("payment", seen.paymentId())
                .param("refund", seen.id())
                .update();
        return moved;
    }

    private static Refund after(Refund seen, RefundMove move) {
        RefundState next = move.state();
        if (next != null && !RefundTransitions.allows(seen.state(), next)) {
            throw new IllegalStateException("a refund in %s cannot be %s".formatted(seen.state(), next));
        }
        return new Refund(
                seen.id(),
                seen.paymentId(),
                next == null ? seen.state() : next,
                seen.amount(),
                seen.step() + (next == null ? 0 : 1),
                seen.attempt() + (move.asks() ? 1 : 0),
                seen.keyNumber() + (move.key() == Key.FRESH ? 1 : 0),
                move.key() == Key.UNHEARD,
                seen.createdAt());
    }

    @Override
    @Transactional(propagation = Propagation.MANDATORY)
    public void giveUp(Refund failed) {
        jdbc.sql("update payment set refunded = refunded - ? where bucket = ? and payment_id = ?")
                .params(failed.amount(), bucketOf(failed.paymentId()).number(), failed.paymentId())
                .update();
    }

    @Override
    @Transactional(propagation = Propagation.MANDATORY)
    public void raiseVersion(UUID paymentId) {
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
    public List<Refunded> of(UUID paymentId) {
        return shards.transact(
                bucketOf(paymentId),
                () -> jdbc.sql("select * from refund where bucket = ? and payment_id = ? order by refund_id")
                        .params(bucketOf(paymentId).number(), paymentId)
                        .query(ShardedRefunds::refunded)
                        .list());
    }

    @Override
    public Map<UUID, List<Refunded>> ofAll(String shard, Collection<UUID> paymentIds) {
        Short[] buckets =
                paymentIds.stream().map(id -> (short) bucketOf(id).number()).toArray(Short[]::new);
        Map<UUID, List<Refunded>> found = new HashMap<>();
        return shards.readOn(shard, () -> {
            jdbc.sql("""
                            select refund.* from refund
                            join unnest(:buckets::smallint[], :ids::uuid[]) as wanted (bucket, payment_id)
                                using (bucket, payment_id)
                            order by refund_id
                            """)
                    .param("buckets", buckets)
                    .param("ids", paymentIds.toArray(UUID[]::new))
                    .query((RowCallbackHandler) row -> found.computeIfAbsent(
                                    row.getObject("payment_id", UUID.class), id -> new ArrayList<>())
                            .add(refunded(row, 0)));
            return found;
        });
    }

    private static Refunded refunded(ResultSet row, int number) throws SQLException {
        Refund refund = read(row, number);
        return new Refunded(
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
