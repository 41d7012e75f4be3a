package dev.firstcome.coupon.result;

import dev.firstcome.contracts.coupon.IssueProgress;
import dev.firstcome.coupon.log.LogEntry;
import dev.firstcome.coupon.partitionstate.DeferredRequest;
import dev.firstcome.coupon.partitionstate.Outcome;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Publishes decisions. Each future completes when all in-sync replicas have all records of the call, and fails if one
 * of them fails.
 */
public interface ResultPublisher {
    /** Publishes the result of each request, and a dead letter with its origin for each unreadable record. */
    CompletableFuture<Void> publishResults(int partition, List<LogEntry> entries, List<Outcome> outcomes);

    /** Publishes the results of deferred requests that a record decided. */
    CompletableFuture<Void> publishDeferredResults(
            int partition, LogEntry by, List<DeferredRequest> requests, List<Outcome> outcomes);

    CompletableFuture<Void> publishProgress(IssueProgress progress);
}
