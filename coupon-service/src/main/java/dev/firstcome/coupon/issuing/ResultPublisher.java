package dev.firstcome.coupon.issuing;

import dev.firstcome.contracts.coupon.IssueProgress;
import dev.firstcome.coupon.fold.HeldRequest;
import dev.firstcome.coupon.fold.Outcome;
import dev.firstcome.coupon.log.LogEntry;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Sends what the issuer decided. Every future is done when all replicas in sync have all of it, or some has failed. */
public interface ResultPublisher {
    /** The result of each request, and a copy of what could not be read, with where it came from. */
    CompletableFuture<Void> results(int partition, List<LogEntry> entries, List<Outcome> outcomes);

    /** The results of held requests that a record decided. */
    CompletableFuture<Void> held(int partition, LogEntry by, List<HeldRequest> requests, List<Outcome> outcomes);

    CompletableFuture<Void> progress(IssueProgress progress);
}
