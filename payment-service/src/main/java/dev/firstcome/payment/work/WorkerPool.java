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
 * Processes items on virtual threads with a concurrency limit, and each item at most once at a time. Rejected items and
 * items that are interrupted by a shutdown are found by {@link DueWorkPoller}, because the due times are stored.
 */
@Service
public final class WorkerPool implements DisposableBean {
    private static final Logger log = LoggerFactory.getLogger(WorkerPool.class);
    private static final int DRAIN_SECONDS = 8;

    private final Semaphore permits;
    private final Set<UUID> inProgress = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("work-", 0).factory());

    WorkerPool(WorkProperties properties, MeterRegistry meters) {
        this.permits = new Semaphore(properties.atOnce());
        meters.gauge("firstcome.payment.working", inProgress, Set::size);
    }

    /**
     * Starts the task as soon as a permit is free.
     *
     * @param id id of the item
     * @param acquireTimeout how long to wait for a permit
     * @return whether the item is now in progress in this process; false if no permit was free in time
     */
    public boolean submit(UUID id, Duration acquireTimeout, Runnable task) throws InterruptedException {
        if (inProgress.contains(id)) {
            return true;
        }
        if (!permits.tryAcquire(acquireTimeout.toMillis(), TimeUnit.MILLISECONDS)) {
            return false;
        }
        try {
            threads.execute(() -> run(id, task));
            return true;
        } catch (RejectedExecutionException shutDown) {
            permits.release();
            return false;
        }
    }

    private void run(UUID id, Runnable task) {
        try {
            if (inProgress.add(id)) {
                try {
                    task.run();
                } finally {
                    inProgress.remove(id);
                }
            }
        } catch (DataAccessException | TransactionException unavailable) {
            log.warn("processing of {} is retried later: {}", id, unavailable.toString());
        } catch (RuntimeException unexpected) {
            log.error("processing of {} is retried later", id, unexpected);
        } finally {
            permits.release();
        }
    }

    /** Waits a few seconds for the items in progress. */
    @Override
    public void destroy() {
        threads.shutdown();
        try {
            if (!threads.awaitTermination(DRAIN_SECONDS, TimeUnit.SECONDS)) {
                threads.shutdownNow();
            }
        } catch (InterruptedException interrupted) {
            threads.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
