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

/** Looks from time to time whether a run is due. Every process looks; whoever sees it first begins it. */
@Component
class ReconciliationSchedule implements DisposableBean {
    private static final Logger log = LoggerFactory.getLogger(ReconciliationSchedule.class);
    private static final Duration LOOK_MIN = Duration.ofSeconds(1);
    private static final Duration LOOK_MAX = Duration.ofMinutes(1);

    private final StartReconciliation start;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("reconciliation-schedule").factory());

    ReconciliationSchedule(StartReconciliation start, ReconciliationProperties properties) {
        this.start = start;
        if (properties.every().isPositive()) {
            long look = Math.clamp(properties.every().toMillis(), LOOK_MIN.toMillis(), LOOK_MAX.toMillis());
            RepeatingTask.schedule(Duration.ofMillis(look), clock, "reconciliations by the clock", this::look);
        }
    }

    private void look() {
        try {
            start.beginIfDue();
        } catch (DataAccessException | TransactionException away) {
            log.warn("a reconciliation begins later: {}", away.toString());
        }
    }

    @Override
    public void destroy() {
        clock.shutdownNow();
    }
}
