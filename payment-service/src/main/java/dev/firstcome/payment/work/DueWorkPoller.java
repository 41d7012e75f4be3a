package dev.firstcome.payment.work;

import dev.firstcome.platform.scheduling.RepeatingTask;
import dev.firstcome.platform.shards.Shards;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Polls each shard for due work: retries, work of a crashed process, and work whose event is late or lost. Each shard
 * has its own thread, so an unavailable shard does not delay the others.
 */
@Component
class DueWorkPoller implements DisposableBean {
    private static final Logger log = LoggerFactory.getLogger(DueWorkPoller.class);

    private final List<DueWorkSource> sources;
    private final WorkProperties properties;
    private final List<ScheduledExecutorService> schedulers = new ArrayList<>();

    DueWorkPoller(Shards shards, List<DueWorkSource> sources, WorkProperties properties) {
        this.sources = List.copyOf(sources);
        this.properties = properties;
        for (String shard : shards.map().shards()) {
            ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("due-" + shard).factory());
            RepeatingTask.schedule(
                    properties.lookEvery(), scheduler, "poll for due work of shard " + shard, () -> poll(shard));
            schedulers.add(scheduler);
        }
    }

    private void poll(String shard) {
        try {
            for (DueWorkSource source : sources) {
                source.submitDue(shard, properties.lookMost());
            }
        } catch (DataAccessException | TransactionException unavailable) {
            log.debug("due work of shard {} is polled later: {}", shard, unavailable.toString());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void destroy() {
        schedulers.forEach(ScheduledExecutorService::shutdownNow);
    }
}
