package dev.firstcome.payment.refund.store;

import dev.firstcome.contracts.payment.RefundState;
import dev.firstcome.payment.refund.Refund;
import dev.firstcome.platform.ids.BucketedIds;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** SQL statements on refunds of one shard: lists, and the state history. Callers bind the shard. */
@Repository
class RefundStatements {
    private final JdbcClient jdbc;

    RefundStatements(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    int count(UUID paymentId) {
        return jdbc.sql("select count(*) from refund where bucket = ? and payment_id = ?")
                .params(bucketOf(paymentId), paymentId)
                .query(Integer.class)
                .single();
    }

    /**
     * Adds a step to the state history. The refund's row refers to it, so it precedes the row's change.
     *
     * @param from the previous state; null in the first step
     * @throws OptimisticLockingFailureException if the history has this step
     */
    void addHistory(RefundKey refund, int step, @Nullable RefundState from, RefundState state, Instant at) {
        int added = jdbc.sql("""
                        insert into refund_history (bucket, refund_id, step, previous_step, from_state, state, at)
                        values (:bucket, :refund, :step, :previous, :from, :state, :at)
                        on conflict do nothing
                        """)
                .param("bucket", refund.bucket())
                .param("refund", refund.refundId())
                .param("step", step)
                .param("previous", from == null ? null : step - 1)
                .param("from", from == null ? null : from.name())
                .param("state", state.name())
                .param("at", at.atOffset(ZoneOffset.UTC))
                .update();
        if (added == 0) {
            throw new OptimisticLockingFailureException(
                    "refund %s has another state after step %d".formatted(refund.refundId(), step - 1));
        }
    }

    List<Refund> due(int limit) {
        return jdbc.sql("select * from refund where due_at <= clock_timestamp() order by due_at limit ?")
                .param(limit)
                .query(RefundStatements::read)
                .list();
    }

    /** Returns the refunds of the payment, oldest first. */
    List<Refund> ofPayment(UUID paymentId) {
        return jdbc.sql("select * from refund where bucket = ? and payment_id = ? order by refund_id")
                .params(bucketOf(paymentId), paymentId)
                .query(RefundStatements::read)
                .list();
    }

    /** Returns the refunds of the payments, oldest first. */
    List<Refund> ofPayments(Collection<UUID> paymentIds) {
        Short[] buckets = paymentIds.stream().map(id -> (short) bucketOf(id)).toArray(Short[]::new);
        return jdbc.sql("""
                        select refund.* from refund
                        join unnest(:buckets::smallint[], :ids::uuid[]) as requested (bucket, payment_id)
                            using (bucket, payment_id)
                        order by refund_id
                        """)
                .param("buckets", buckets)
                .param("ids", paymentIds.toArray(UUID[]::new))
                .query(RefundStatements::read)
                .list();
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
                time(row, "created_at"),
                time(row, "changed_at"),
                row.getLong("version"));
    }

    private static Instant time(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private static int bucketOf(UUID paymentId) {
        return BucketedIds.bucketOf(paymentId).number();
    }
}
