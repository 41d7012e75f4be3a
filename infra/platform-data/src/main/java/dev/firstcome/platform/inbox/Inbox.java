package dev.firstcome.platform.inbox;

import dev.firstcome.platform.ids.Bucket;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * The ids of processed events, per consumer. The row of an event and the event's effect are one transaction, so a redelivered
 * event has no second effect. Thread-safe.
 */
public final class Inbox {
    private final JdbcClient jdbc;
    private final Clock clock;
    private final Duration retention;

    Inbox(JdbcClient jdbc, Clock clock, Duration retention) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.retention = retention;
    }

    /**
     * Executes the effect unless this consumer has processed the event, and returns whether it was executed. Concurrent calls
     * wait for the transaction of the first one.
     *
     * @throws IllegalStateException outside of a transaction
     */
    public boolean processOnce(Bucket bucket, String consumer, UUID eventId, Runnable effect) {
        if (!TransactionSynchronizationManager.isActualTransactionActive()) {
            throw new IllegalStateException("An inbox needs the transaction of the event's effect, and none is active");
        }
        int inserted = jdbc.sql(
                        "insert into inbox (bucket, consumer, event_id) values (?, ?, ?) on conflict do nothing")
                .params(bucket.number(), consumer, eventId)
                .update();
        if (inserted == 1) {
            effect.run();
        }
        return inserted == 1;
    }

    /** Whether an event of this time may have been processed and its row deleted. */
    boolean isExpired(Instant eventTime) {
        return eventTime.isBefore(clock.instant().minus(retention));
    }

    /** The time for which rows are kept. */
    Duration retention() {
        return retention;
    }

    /** Deletes at most this number of expired rows and returns their number. Needs a transaction on the shard. */
    int deleteExpired(int max) {
        return jdbc.sql("""
                        delete from inbox where (bucket, consumer, event_id) in (
                            select bucket, consumer, event_id from inbox
                            where taken_at < clock_timestamp() - make_interval(secs => :age) limit :max)
                        """)
                .param("age", (double) retention.toSeconds())
                .param("max", max)
                .update();
    }
}
