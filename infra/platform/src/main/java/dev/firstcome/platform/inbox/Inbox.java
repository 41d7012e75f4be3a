package dev.firstcome.platform.inbox;

import dev.firstcome.platform.ids.Bucket;
import java.time.Duration;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Which events a consumer has worked off. The line about an event and the event's effect are one transaction, so however
 * often an event comes, and whatever fails in between, its effect is there once.
 */
public final class Inbox {
    private final JdbcClient jdbc;

    Inbox(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Runs the effect unless this consumer has had the event; tells whether it ran. Of several at the same time one runs,
     * and the others wait for its transaction.
     *
     * @throws IllegalStateException outside a transaction
     */
    public boolean once(Bucket bucket, String consumer, UUID eventId, Runnable effect) {
        if (!TransactionSynchronizationManager.isActualTransactionActive()) {
            throw new IllegalStateException("an event is taken in the transaction of its effect, and there is none");
        }
        int fresh = jdbc.sql("insert into inbox (bucket, consumer, event_id) values (?, ?, ?) on conflict do nothing")
                .params(bucket.number(), consumer, eventId)
                .update();
        if (fresh == 1) {
            effect.run();
        }
        return fresh == 1;
    }

    /** Removes some of the lines that are older; gives how many. Must run in a transaction of the shard. */
    int removeOlderThan(Duration age, int most) {
        return jdbc.sql("""
                        delete from inbox where (bucket, consumer, event_id) in (
                            select bucket, consumer, event_id from inbox
                            where taken_at < clock_timestamp() - make_interval(secs => :age) limit :most)
                        """)
                .param("age", (double) age.toSeconds())
                .param("most", most)
                .update();
    }
}
