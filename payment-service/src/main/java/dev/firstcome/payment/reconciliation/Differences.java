package dev.firstcome.payment.reconciliation;

import dev.firstcome.platform.ids.Bucket;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The differences of all shards. */
public interface Differences {
    /**
     * Stores a difference that a run has found. A resolved difference is reopened under a new id.
     *
     * @param bucket the payment's bucket, or {@link ReconciliationRun#BUCKET} if no local payment exists
     */
    Stored save(UUID runId, Bucket bucket, Difference.Observation observation);

    /** @param wasOpen whether the difference was already open */
    record Stored(UUID differenceId, boolean wasOpen) {}

    /** Resolves a difference; returns false if it was not open. */
    boolean resolve(UUID differenceId);

    /** Returns open differences, those with the oldest observation first. */
    List<Difference> open(int limit);

    /** Removes up to {@code limit} differences of the shard that were resolved longer ago; returns their number. */
    int removeOlderThan(String shard, Duration age, int limit);

    /**
     * Returns a page of differences, the newest first.
     *
     * @param state null: any state
     * @param before id of the last difference of the previous page; null: the first page
     */
    List<Difference> page(Difference.@Nullable State state, @Nullable UUID before, int limit);
}
