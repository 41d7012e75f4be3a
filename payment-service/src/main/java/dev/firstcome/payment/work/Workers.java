package dev.firstcome.payment.work;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Service;
import org.springframework.transaction.TransactionException;

/**
 * Works on a bounded number of things at the same time, and on each once at a time. What it does not take, or drops when the
 * process ends, is found again by {@link DueSweep}: the rows say what is to be done.
 */
@Service
public final class Workers implements DisposableBean {
    private static final Logger log = LoggerFactory.getLogger(Workers.class);
    private static final int DRAIN_SECONDS = 8;

    private final Semaphore room;
    private final Set<UUID> working = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("work-", 0).factory());

    Workers(WorkProperties properties, MeterRegistry meters) {
        this.room = new Semaphore(properties.atOnce());
        meters.gauge("firstcome.payment.working", working, Set::size);
    }

    /**
     * Begins with the work as soon as there is room.
     *
     * @param id of what is worked on
     * @return whether somebody in this process is at it now; false: there was no room within that time
     */
    public boolean begin(UUID id, Duration patience, Runnable work) throws InterruptedException {
        if (working.contains(id)) {
            return true;
        }
        if (!room.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS)) {
            return false;
        }
        try {
            threads.execute(() -> run(id, work));
            return true;
        } catch (RejectedExecutionException ending) {
            room.release();
            return false;
        }
    }

    private void run(UUID id, Runnable work) {
        try {
            if (working.add(id)) {
                try {
                    work.run();
                } finally {
                    working.remove(id);
                }
            }
        } catch (DataAccessException | TransactionException away) {
            log.warn("{} is gone on with later: {}", id, away.toString());
        } catch (RuntimeException unexpected) {
            log.error("{} is gone on with later", id, unexpected);
        } finally {
            room.release();
        }
    }

    /** What is under way is finished, for some seconds. */
    @Override
    public void destroy() {
        threads.shutdown();
        try {
            if (!threads.awaitTermination(DRAIN_SECONDS, TimeUnit.SECONDS)) {
                threads.shutdownNow();
            }
        } catch (InterruptedException stopped) {
            threads.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
