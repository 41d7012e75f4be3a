package dev.firstcome.platform.inbox;

import dev.firstcome.platform.scheduling.RepeatingTask;
import dev.firstcome.platform.shards.Shards;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/** Removes what nobody needs to remember any more, a little at a time. */
final class InboxCleaning implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(InboxCleaning.class);
    private static final int LINES_AT_ONCE = 2_000;

    private final Shards shards;
    private final Inbox inbox;
    private final InboxProperties properties;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("inbox-cleaning").factory());

    InboxCleaning(Shards shards, Inbox inbox, InboxProperties properties) {
        this.shards = shards;
        this.inbox = inbox;
        this.properties = properties;
        RepeatingTask.schedule(properties.cleanedEvery(), clock, "the cleaning of inboxes", this::clean);
    }

    private void clean() {
        for (String shard : shards.map().shards()) {
            try {
                int removed = LINES_AT_ONCE;
                while (removed == LINES_AT_ONCE) {
                    removed =
                            shards.transactOn(shard, () -> inbox.removeOlderThan(properties.keptFor(), LINES_AT_ONCE));
                }
            } catch (DataAccessException | TransactionException away) {
                log.warn("the inbox of {} is cleaned later: {}", shard, away.toString());
            }
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
