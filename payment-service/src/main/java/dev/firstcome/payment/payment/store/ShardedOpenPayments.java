package dev.firstcome.payment.payment.store;

import dev.firstcome.contracts.payment.PaymentState;
import dev.firstcome.payment.money.Money;
import dev.firstcome.payment.payment.OpenPayments;
import dev.firstcome.platform.shards.Shards;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Queries every shard for a full page and merges the results. */
@Repository
class ShardedOpenPayments implements OpenPayments {
    private static final PageCursor START = new PageCursor(Instant.EPOCH, new UUID(0, 0));

    private final Shards shards;
    private final JdbcClient jdbc;

    ShardedOpenPayments(Shards shards, JdbcClient jdbc) {
        this.shards = shards;
        this.jdbc = jdbc;
    }

    @Override
    public List<OpenPayment> page(PaymentState state, @Nullable PageCursor after, int limit) {
        PageCursor cursor = after == null ? START : after;
        return shards
                .readAll(() -> jdbc.sql("""
                                select payment_id, user_id, state, currency, total, changed_at, attempt, due_at, intent_id
                                from payment
                                where due_at is not null and state = :state and (changed_at, payment_id) > (:since, :after)
                                order by changed_at, payment_id limit :limit
                                """)
                        .param("state", state.name())
                        .param("since", cursor.since().atOffset(ZoneOffset.UTC))
                        .param("after", cursor.paymentId())
                        .param("limit", limit)
                        .query(ShardedOpenPayments::read)
                        .list())
                .stream()
                .sorted(Comparator.comparing(OpenPayment::since).thenComparing(OpenPayment::paymentId))
                .limit(limit)
                .toList();
    }

    private static OpenPayment read(ResultSet row, int number) throws SQLException {
        return new OpenPayment(
                row.getObject("payment_id", UUID.class),
                row.getObject("user_id", UUID.class),
                PaymentState.valueOf(row.getString("state")),
                new Money(row.getLong("total"), row.getString("currency")),
                PaymentRowMapper.time(row, "changed_at"),
                row.getInt("attempt"),
                PaymentRowMapper.time(row, "due_at"),
                row.getString("intent_id"));
    }
}
