package dev.firstcome.payment.reconciliation;

import dev.firstcome.platform.ids.Bucket;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What was found to differ, of all shards. */
public interface Differences {
    /**
     * Notes that a run has seen this.
     *
     * @param bucket the payment's, or the runs' where there is no payment here
     */
    Noted note(UUID runId, Bucket bucket, Difference.Seen seen);

    /** @param wasOpen whether an earlier run has seen it, and none since has not */
    record Noted(UUID differenceId, boolean wasOpen) {}

    /** Notes that it is so no more; tells whether it was open. */
    boolean resolve(UUID differenceId);

    /** Open ones, those first that nobody has seen for longest. */
    List<Difference> open(int limit);

    /** Removes some of the shard's that have been resolved for longer; gives how many. */
    int removeOlderThan(String shard, Duration age, int most);

    /**
     * A page, the newest first.
     *
     * @param state null: any
     * @param before the last of the page before; null: the first page
     */
    List<Difference> page(Difference.@Nullable State state, @Nullable UUID before, int limit);
}
