package dev.firstcome.payment.reconciliation;

import dev.firstcome.contracts.platform.ShardPromoted;
import dev.firstcome.payment.standby.ShardStatusCache;
import dev.firstcome.payment.standby.StandbyLog;
import dev.firstcome.platform.scheduling.RepeatingTask;
import dev.firstcome.platform.shards.Shards;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Reconciles a shard after a promotion with possible loss, and then allows it to accept payments again. A run skips
 * changes that are in flight, so only a run counts that started after the promotion by more than that time. Differences
 * that the run finds are repaired or stay open for an operator. Every process polls; repeated work has no further
 * effect.
 */
@Component
class PromotionReconciler implements DisposableBean {
    private static final Logger log = LoggerFactory.getLogger(PromotionReconciler.class);
    private static final Duration POLL_INTERVAL = Duration.ofSeconds(2);
    private static final Duration RETRY_DELAY = Duration.ofSeconds(15);
    private static final int LATEST_RUNS = 50;

    private final Shards shards;
    private final ShardStatusCache shardStatus;
    private final ReconciliationRuns runs;
    private final ReconciliationStarter starter;
    private final StandbyLog standbyLog;
    private final ReconciliationProperties properties;
    private final Clock clock;
    private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("after-promotion").factory());

    PromotionReconciler(
            Shards shards,
            ShardStatusCache shardStatus,
            ReconciliationRuns runs,
            ReconciliationStarter starter,
            StandbyLog standbyLog,
            ReconciliationProperties properties,
            Clock clock) {
        this.shards = shards;
        this.shardStatus = shardStatus;
        this.runs = runs;
        this.starter = starter;
        this.standbyLog = standbyLog;
        this.properties = properties;
        this.clock = clock;
        RepeatingTask.schedule(POLL_INTERVAL, executor, "reconciliation after a promotion", this::poll);
    }

    private void poll() {
        List<ShardPromoted> open = shards.map().shards().stream()
                .map(shardStatus::unreconciledPromotion)
                .flatMap(Optional::stream)
                .toList();
        if (open.isEmpty()) {
            return;
        }
        try {
            List<ReconciliationRun> latest = runs.latest(LATEST_RUNS);
            open.forEach(promoted -> reconcile(promoted, latest));
        } catch (DataAccessException | TransactionException unavailable) {
            log.warn(
                    "reconciliation after a promotion: a shard is unavailable; will retry: {}", unavailable.toString());
        }
    }

    private void reconcile(ShardPromoted promoted, List<ReconciliationRun> latest) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        Instant startedAfter = promoted.at().plus(properties.inFlight());
        Instant windowFrom = promoted.at().minus(properties.every());
        boolean reconciled = latest.stream()
                .filter(run -> run.state() == ReconciliationRun.State.DONE
                        && run.startedAt().isAfter(startedAfter))
                .map(ReconciliationRun::window)
                .anyMatch(window ->
                        window.from().isBefore(windowFrom) && window.to().isAfter(promoted.at()));
        if (reconciled) {
            if (standbyLog.append(promoted.reconciled(now))) {
                log.warn(
                        "reconciliation after a promotion: shard {} is reconciled and accepts payments again",
                        promoted.shard());
            }
        } else if (now.isAfter(startedAfter) && mayStart(latest, now)) {
            starter.start(windowStart(promoted, now), now);
        }
    }

    /** Returns the default start of the window, or an earlier one so that the window covers the promotion. */
    private Instant windowStart(ShardPromoted promoted, Instant now) {
        Instant byDefault = now.minus(properties.window());
        Instant beforePromotion = promoted.at().minus(properties.every()).minusSeconds(1);
        Instant earliest = now.minus(properties.windowMax());
        Instant start = beforePromotion.isBefore(byDefault) ? beforePromotion : byDefault;
        return start.isBefore(earliest) ? earliest : start;
    }

    /** Delays the retry of a failed run, because each run reads the provider's complete list. */
    private static boolean mayStart(List<ReconciliationRun> latest, Instant now) {
        return latest.stream()
                .noneMatch(run -> run.state() == ReconciliationRun.State.RUNNING
                        || (run.state() == ReconciliationRun.State.FAILED
                                && run.startedAt().plus(RETRY_DELAY).isAfter(now)));
    }

    @Override
    public void destroy() {
        executor.shutdownNow();
    }
}
