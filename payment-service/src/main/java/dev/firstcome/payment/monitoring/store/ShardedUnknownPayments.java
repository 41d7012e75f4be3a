package dev.firstcome.payment.monitoring.store;

import dev.firstcome.payment.monitoring.UnknownPayments;
import dev.firstcome.platform.shards.Shards;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Queries UNKNOWN payments through a partial index that contains only payments in this state. */
@Repository
class ShardedUnknownPayments implements UnknownPayments {
    private static final double MILLIS = 1e3;

    private final Shards shards;
    private final JdbcClient jdbc;

    ShardedUnknownPayments(Shards shards, JdbcClient jdbc) {
        this.shards = shards;
        this.jdbc = jdbc;
    }

    @Override
    public Found find(String shard, Duration longerThan, int limit) {
        return shards.readOn(shard, () -> {
            AtomicLong count = new AtomicLong();
            List<UnknownPayment> oldest = new ArrayList<>();
            jdbc.sql("""
                            select payment_id, user_id, changed_at, count(*) over () as total from payment
                            where state = 'UNKNOWN' and changed_at < clock_timestamp() - make_interval(secs => :age)
                            order by changed_at limit :limit
                            """)
                    .param("age", longerThan.toMillis() / MILLIS)
                    .param("limit", limit)
                    .query(row -> {
                        count.set(row.getLong("total"));
                        oldest.add(new UnknownPayment(
                                row.getObject("payment_id", UUID.class),
                                row.getObject("user_id", UUID.class),
                                row.getObject("changed_at", OffsetDateTime.class)
                                        .toInstant()));
                    });
            return new Found(count.get(), oldest);
        });
    }
}
