package dev.firstcome.payment.webhook.store;

import dev.firstcome.payment.webhook.ProcessedWebhookEvents;
import dev.firstcome.platform.ids.BucketedIds;
import dev.firstcome.platform.shards.Shards;
import java.time.Duration;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Stores the ids of processed webhook events in the shards of their payments. */
@Repository
class ShardedWebhookEvents implements ProcessedWebhookEvents {
    private final Shards shards;
    private final JdbcClient jdbc;

    ShardedWebhookEvents(Shards shards, JdbcClient jdbc) {
        this.shards = shards;
        this.jdbc = jdbc;
    }

    @Override
    @Transactional(propagation = Propagation.MANDATORY)
    public boolean addIfAbsent(UUID paymentId, String eventId, String type) {
        return jdbc.sql("""
                        insert into provider_notice (bucket, notice_id, payment_id, type) values (?, ?, ?, ?)
                        on conflict do nothing""")
                        .params(BucketedIds.bucketOf(paymentId).number(), eventId, paymentId, type)
                        .update()
                == 1;
    }

    @Override
    public int removeOlderThan(String shard, Duration age, int limit) {
        return shards.transactOn(
                shard,
                () -> jdbc.sql("""
                        delete from provider_notice where (bucket, notice_id) in (
                            select bucket, notice_id from provider_notice
                            where taken_at < clock_timestamp() - make_interval(secs => :age)
                            order by taken_at limit :limit)
                        """)
                        .param("age", (double) age.toSeconds())
                        .param("limit", limit)
                        .update());
    }
}
