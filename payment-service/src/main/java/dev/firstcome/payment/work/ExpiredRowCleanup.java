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

/** Deletes rows whose retention has ended, in batches and independently for each shard. */
@Component
class ExpiredRowCleanup implements DisposableBean {
    private static final Logger log = LoggerFactory.getLogger(ExpiredRowCleanup.class);
    private static final int BATCH = 1_000;
    private static final Duration INTERVAL = Duration.ofMinutes(10);

    private final Shards shards;
    private final List<ExpiredRows> sources;
    private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("cleanup").factory());

    ExpiredRowCleanup(Shards shards, List<ExpiredRows> sources) {
        this.shards = shards;
        this.sources = List.copyOf(sources);
        RepeatingTask.schedule(INTERVAL, scheduler, "cleanup of expired rows", this::cleanUp);
    }

    private void cleanUp() {
        shards.map().shards().stream().distinct().forEach(shard -> sources.forEach(rows -> cleanUp(shard, rows)));
    }

    private void cleanUp(String shard, ExpiredRows rows) {
        try {
            int deleted = BATCH;
            while (deleted >= BATCH) {
                deleted = rows.delete(shard, BATCH);
            }
        } catch (DataAccessException | TransactionException unavailable) {
            log.warn("{} of shard {} are deleted later: {}", rows.description(), shard, unavailable.toString());
        }
    }

    @Override
    public void destroy() {
        scheduler.shutdownNow();
    }
}
