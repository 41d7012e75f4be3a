package dev.firstcome.payment.notice.store;

import dev.firstcome.payment.notice.TakenNotices;
import dev.firstcome.platform.ids.BucketedIds;
import dev.firstcome.platform.shards.Shards;
import java.time.Duration;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Notices as rows beside their payments. */
@Repository
class ShardedNotices implements TakenNotices {
    private final Shards shards;
    private final JdbcClient jdbc;

    ShardedNotices(Shards shards, JdbcClient jdbc) {
        this.shards = shards;
        this.jdbc = jdbc;
    }

    @Override
    @Transactional(propagation = Propagation.MANDATORY)
    public boolean isFirst(UUID paymentId, String noticeId, String type) {
        return jdbc.sql("""
                        insert into provider_notice (bucket, notice_id, payment_id, type) values (?, ?, ?, ?)
                        on conflict do nothing""")
                        .params(BucketedIds.bucketOf(paymentId).number(), noticeId, paymentId, type)
                        .update()
                == 1;
    }

    @Override
    public int removeOlderThan(String shard, Duration age, int most) {
        return shards.transactOn(
                shard,
                () -> jdbc.sql("""
                        delete from provider_notice where (bucket, notice_id) in (
                            select bucket, notice_id from provider_notice
                            where taken_at < clock_timestamp() - make_interval(secs => :age)
                            order by taken_at limit :most)
                        """)
                        .param("age", (double) age.toSeconds())
                        .param("most", most)
                        .update());
    }
}
