package dev.firstcome.payment.reconciliation;

import dev.firstcome.platform.scheduling.RepeatingTask;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/** Starts scheduled runs. Every process polls; the database allows only one of them to start a due run. */
@Component
class ReconciliationScheduler implements DisposableBean {
    private static final Logger log = LoggerFactory.getLogger(ReconciliationScheduler.class);
    private static final Duration POLL_INTERVAL_MIN = Duration.ofSeconds(1);
    private static final Duration POLL_INTERVAL_MAX = Duration.ofMinutes(1);

    private final ReconciliationStarter starter;
    private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("reconciliation-schedule").factory());

    ReconciliationScheduler(ReconciliationStarter starter, ReconciliationProperties properties) {
        this.starter = starter;
        if (properties.every().isPositive()) {
            long pollMillis = Math.clamp(
                    properties.every().toMillis(), POLL_INTERVAL_MIN.toMillis(), POLL_INTERVAL_MAX.toMillis());
            RepeatingTask.schedule(
                    Duration.ofMillis(pollMillis), executor, "scheduled reconciliation", this::startIfDue);
        }
    }

    private void startIfDue() {
        try {
            starter.startIfDue();
        } catch (DataAccessException | TransactionException unavailable) {
            log.warn("scheduled reconciliation: a shard is unavailable; will retry: {}", unavailable.toString());
        }
    }

    @Override
    public void destroy() {
        executor.shutdownNow();
    }
}
