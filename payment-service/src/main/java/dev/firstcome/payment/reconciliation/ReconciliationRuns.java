package dev.firstcome.payment.reconciliation;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reconciliation runs. At most one is active over all processes; a run with an expired lease counts as failed. */
public interface ReconciliationRuns {
    /** Result of {@link #tryStart}. */
    sealed interface StartResult {
        record Started(ReconciliationRun run) implements StartResult {}

        /** Another run is active. */
        record AlreadyRunning(ReconciliationRun other) implements StartResult {}
    }

    /** @param lease time after which the run fails unless the lease is renewed */
    StartResult tryStart(ReconciliationRun.Window window, boolean scheduled, Duration lease);

    /** Returns whether the last scheduled run started longer ago than this. */
    boolean isDue(Duration every);

    /** Extends the lease; returns false if the run is no longer active. */
    boolean renew(UUID runId, Duration lease);

    /**
     * Completes an active run.
     *
     * @param failure why the run failed; null: it succeeded
     */
    void finish(UUID runId, ReconciliationRun.Totals totals, @Nullable String failure);

    Optional<ReconciliationRun> find(UUID runId);

    /** Removes up to {@code limit} completed runs of the shard that are older; returns the number of removed runs. */
    int removeOlderThan(String shard, Duration age, int limit);

    /** Returns the latest runs, the newest first. */
    List<ReconciliationRun> latest(int limit);
}
