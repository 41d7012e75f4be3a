package dev.firstcome.contracts.platform;

import dev.firstcome.contracts.EventType;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A standby of a shard is promoted to primary. The record is published before the promotion.
 *
 * @param server the process that is the primary from now on
 * @param complete whether the new primary is known to have every acknowledged commit
 * @param reason the evidence for {@code complete} or against it
 * @param reconciledAt the end of the reconciliation with the provider after an incomplete promotion; null if not done
 */
@EventType("platform.shard-promoted.v1")
public record ShardPromoted(
        UUID promotionId,
        String shard,
        String server,
        boolean complete,
        String reason,
        Instant at,
        @Nullable Instant reconciledAt) {
    /** Returns the record key. */
    public String key() {
        return shard + "#promotion";
    }

    /** Returns whether payments may rely on the data of the shard. */
    public boolean isTrusted() {
        return complete || reconciledAt != null;
    }

    /** Returns a copy that records the end of the reconciliation. */
    public ShardPromoted reconciled(Instant when) {
        return new ShardPromoted(promotionId, shard, server, complete, reason, at, when);
    }
}
