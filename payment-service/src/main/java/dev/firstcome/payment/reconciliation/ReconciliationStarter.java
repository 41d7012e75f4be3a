package dev.firstcome.payment.reconciliation;

import dev.firstcome.payment.provider.ProviderUnavailableException;
import dev.firstcome.payment.provider.UnknownProviderOutcomeException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Service;
import org.springframework.transaction.TransactionException;

/** Starts a run unless another one is active, executes it in the background, and stores its result. Thread-safe. */
@Service
public final class ReconciliationStarter implements DisposableBean {
    private static final Logger log = LoggerFactory.getLogger(ReconciliationStarter.class);
    private static final int SHUTDOWN_SECONDS = 8;

    private final ReconciliationRuns runs;
    private final Reconciler reconciler;
    private final ReconciliationMeters meters;
    private final ReconciliationProperties properties;
    private final Clock clock;
    private final ExecutorService executor = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("reconciliation-", 0).factory());
    private volatile boolean stopping;

    ReconciliationStarter(
            ReconciliationRuns runs,
            Reconciler reconciler,
            ReconciliationMeters meters,
            ReconciliationProperties properties,
            Clock clock) {
        this.runs = runs;
        this.reconciler = reconciler;
        this.meters = meters;
        this.properties = properties;
        this.clock = clock;
    }

    /** Outcome of a request to start a run. */
    public sealed interface StartOutcome {
        record Started(ReconciliationRun run) implements StartOutcome {}

        /** Another run is active. */
        record AlreadyRunning(ReconciliationRun other) implements StartOutcome {}

        /** The requested window is not allowed. */
        record InvalidWindow(String field, String requirement) implements StartOutcome {}
    }

    /**
     * Starts a run.
     *
     * @param from null: the default length before the end
     * @param to null: now
     */
    public StartOutcome start(@Nullable Instant from, @Nullable Instant to) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        Instant windowEnd = to == null ? now : to;
        if (windowEnd.isAfter(now)) {
            return new StartOutcome.InvalidWindow("to", "must not be later than now");
        }
        Instant windowStart = from == null ? windowEnd.minus(properties.window()) : from;
        if (!windowStart.isBefore(windowEnd) || windowStart.isBefore(windowEnd.minus(properties.windowMax()))) {
            return new StartOutcome.InvalidWindow(
                    "from",
                    "must be before the end, by at most "
                            + properties.windowMax().toHours() + " hours");
        }
        return switch (start(new ReconciliationRun.Window(windowStart, windowEnd), false)) {
            case ReconciliationRuns.StartResult.Started(var run) -> new StartOutcome.Started(run);
            case ReconciliationRuns.StartResult.AlreadyRunning(var other) -> new StartOutcome.AlreadyRunning(other);
        };
    }

    /** Starts a scheduled run if the last scheduled run started long enough ago. */
    void startIfDue() {
        if (runs.isDue(properties.every())) {
            Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
            start(new ReconciliationRun.Window(now.minus(properties.window()), now), true);
        }
    }

    private ReconciliationRuns.StartResult start(ReconciliationRun.Window window, boolean scheduled) {
        ReconciliationRuns.StartResult result = runs.tryStart(window, scheduled, properties.lease());
        if (result instanceof ReconciliationRuns.StartResult.Started(var run)) {
            try {
                executor.execute(() -> execute(run));
            } catch (RejectedExecutionException shutdown) {
                runs.finish(run.id(), ReconciliationRun.Totals.NONE, "the process was stopped");
            }
        }
        return result;
    }

    private void execute(ReconciliationRun run) {
        ReconciliationRun.Totals totals = ReconciliationRun.Totals.NONE;
        String failure = "an unexpected error occurred";
        try {
            ReconciliationLease lease = new ReconciliationLease(runs, run.id(), properties, clock, () -> stopping);
            totals = reconciler.execute(run, properties.lookUpsMax(), lease);
            failure = null;
        } catch (ProviderUnavailableException unavailable) {
            failure = "the provider is unavailable: " + unavailable.getMessage();
        } catch (UnknownProviderOutcomeException unclear) {
            failure = "the provider's response is unclear: " + unclear.getMessage();
        } catch (ReconciliationLease.ReconciliationStoppedException stopped) {
            failure = stopped.getMessage();
        } catch (DataAccessException | TransactionException unavailable) {
            log.warn("reconciliation {}: a shard is unavailable", run.id(), unavailable);
            failure = "a shard is unavailable";
        } finally {
            finish(run, totals, failure);
        }
    }

    private void finish(ReconciliationRun run, ReconciliationRun.Totals totals, @Nullable String failure) {
        meters.countRun(failure == null ? ReconciliationRun.State.DONE : ReconciliationRun.State.FAILED);
        if (failure == null) {
            log.info("reconciliation {}: {}", run.id(), totals);
        } else {
            log.error("reconciliation {} failed: {}", run.id(), failure);
        }
        try {
            runs.finish(run.id(), totals, failure);
        } catch (DataAccessException | TransactionException unavailable) {
            log.warn(
                    "reconciliation {}: the result cannot be stored; the run fails when its lease expires: {}",
                    run.id(),
                    unavailable.toString());
        }
    }

    /** Stops an active run at its next step. */
    @Override
    public void destroy() {
        stopping = true;
        executor.shutdown();
        try {
            if (!executor.awaitTermination(SHUTDOWN_SECONDS, TimeUnit.SECONDS)) {
                executor.shutdownNow();
            }
        } catch (InterruptedException interrupted) {
            executor.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
