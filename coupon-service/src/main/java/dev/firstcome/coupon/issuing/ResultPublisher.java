package dev.firstcome.coupon.issuing;

import dev.firstcome.contracts.coupon.CouponResult;
import dev.firstcome.contracts.coupon.IssueProgress;
import dev.firstcome.coupon.log.LogEntry;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Sends what the issuer decided. Every future is done when all replicas in sync have the record, or has failed. */
public interface ResultPublisher {
    CompletableFuture<Void> result(CouponResult result, byte @Nullable [] traceParent);

    /** A copy of what could not be read, with where it came from. */
    CompletableFuture<Void> deadLetter(int partition, LogEntry unreadable);

    CompletableFuture<Void> progress(IssueProgress progress);
}
