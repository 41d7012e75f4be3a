package dev.firstcome.payment.notice.store;

import dev.firstcome.payment.notice.TakenNotices;
import dev.firstcome.platform.ids.BucketedIds;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Notices as rows beside their payments. */
@Repository
class ShardedNotices implements TakenNotices {
    private final JdbcClient jdbc;

    ShardedNotices(JdbcClient jdbc) {
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
}
