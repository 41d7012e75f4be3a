package dev.firstcome.platform.inbox;

import dev.firstcome.platform.scheduling.RepeatingTask;
import dev.firstcome.platform.shards.Shards;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/** Deletes expired rows of the inbox periodically, in transactions of limited size. An unavailable shard is skipped. */
final class InboxCleanup implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(InboxCleanup.class);
    private static final int ROWS_PER_TRANSACTION = 2_000;

    private final Shards shards;
    private final Inbox inbox;
    private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("inbox-cleanup").factory());

    InboxCleanup(Shards shards, Inbox inbox, Duration interval) {
        this.shards = shards;
        this.inbox = inbox;
        RepeatingTask.schedule(interval, executor, "inbox cleanup", this::clean);
    }

    private void clean() {
        for (String shard : shards.map().shards()) {
            try {
                int deleted = ROWS_PER_TRANSACTION;
                while (deleted == ROWS_PER_TRANSACTION) {
                    deleted = shards.transactOn(shard, () -> inbox.deleteExpired(ROWS_PER_TRANSACTION));
                }
            } catch (DataAccessException | TransactionException unavailable) {
                log.warn("inbox cleanup of {} failed, will retry: {}", shard, unavailable.toString());
            }
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
