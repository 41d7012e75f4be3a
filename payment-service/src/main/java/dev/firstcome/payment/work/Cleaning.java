package dev.firstcome.payment.work;

import dev.firstcome.platform.scheduling.RepeatingTask;
import dev.firstcome.platform.shards.Shards;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/** Removes what was kept for long enough, a little at a time, in each shard for itself. */
@Component
class Cleaning implements DisposableBean {
    private static final Logger log = LoggerFactory.getLogger(Cleaning.class);
    private static final int AT_ONCE = 1_000;
    private static final Duration EVERY = Duration.ofMinutes(10);

    private final Shards shards;
    private final List<OldRows> all;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("cleaning").factory());

    Cleaning(Shards shards, List<OldRows> all) {
        this.shards = shards;
        this.all = List.copyOf(all);
        RepeatingTask.schedule(EVERY, clock, "the removal of what is old", this::clean);
    }

    private void clean() {
        shards.map().shards().stream().distinct().forEach(shard -> all.forEach(rows -> clean(shard, rows)));
    }

    private void clean(String shard, OldRows rows) {
        try {
            int removed = AT_ONCE;
            while (removed >= AT_ONCE) {
                removed = rows.remove(shard, AT_ONCE);
            }
        } catch (DataAccessException | TransactionException away) {
            log.warn("{} of {} are removed later: {}", rows.what(), shard, away.toString());
        }
    }

    @Override
    public void destroy() {
        clock.shutdownNow();
    }
}
