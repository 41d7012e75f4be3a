package dev.firstcome.payment.watching.store;

import dev.firstcome.payment.watching.UnknownPayments;
import dev.firstcome.platform.shards.Shards;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Finds unknown payments by the index that has nothing else in it. */
@Repository
class ShardedUnknowns implements UnknownPayments {
    private static final double MILLIS = 1e3;

    private final Shards shards;
    private final JdbcClient jdbc;

    ShardedUnknowns(Shards shards, JdbcClient jdbc) {
        this.shards = shards;
        this.jdbc = jdbc;
    }

    @Override
    public Found in(String shard, Duration longerThan, int most) {
        return shards.readOn(shard, () -> {
            AtomicLong many = new AtomicLong();
            List<Unknown> oldest = new ArrayList<>();
            jdbc.sql("""
                            select payment_id, user_id, changed_at, count(*) over () as many from payment
                            where state = 'UNKNOWN' and changed_at < clock_timestamp() - make_interval(secs => :age)
                            order by changed_at limit :most
                            """)
                    .param("age", longerThan.toMillis() / MILLIS)
                    .param("most", most)
                    .query(row -> {
                        many.set(row.getLong("many"));
                        oldest.add(new Unknown(
                                row.getObject("payment_id", UUID.class),
                                row.getObject("user_id", UUID.class),
                                row.getObject("changed_at", OffsetDateTime.class)
                                        .toInstant()));
                    });
            return new Found(many.get(), oldest);
        });
    }
}
