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
 * Finds what nobody goes on with: its process was killed, its event is late, or it waits for the provider. Each shard
 * is looked at by itself, so that one that is away holds up no other.
 */
@Component
class DueSweep implements DisposableBean {
    private static final Logger log = LoggerFactory.getLogger(DueSweep.class);

    private final List<DueWork> works;
    private final WorkProperties properties;
    private final List<ScheduledExecutorService> clocks = new ArrayList<>();

    DueSweep(Shards shards, List<DueWork> works, WorkProperties properties) {
        this.works = List.copyOf(works);
        this.properties = properties;
        for (String shard : shards.map().shards()) {
            ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("due-" + shard).factory());
            RepeatingTask.schedule(
                    properties.lookEvery(), clock, "the look at what is due in " + shard, () -> look(shard));
            clocks.add(clock);
        }
    }

    private void look(String shard) {
        try {
            for (DueWork work : works) {
                work.begin(shard, properties.lookMost());
            }
        } catch (DataAccessException | TransactionException away) {
            log.debug("what is due in {} is looked for later: {}", shard, away.toString());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void destroy() {
        clocks.forEach(ScheduledExecutorService::shutdownNow);
    }
}
