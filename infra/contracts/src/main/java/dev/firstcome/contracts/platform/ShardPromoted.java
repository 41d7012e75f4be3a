package dev.firstcome.contracts.platform;

import dev.firstcome.contracts.EventType;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A standby has taken a shard's lead. It is told before the standby leads.
 *
 * @param server the part that leads from now on
 * @param complete whether it surely has all that was acknowledged
 * @param reason why that is known, or why not
 * @param reconciledAt when, after a promotion that was not complete, the provider's list had been compared; null: not yet
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
    /** The key of its records. */
    public String key() {
        return shard + "#promotion";
    }

    /** Whether money may be moved on what the shard says. */
    public boolean isTrusted() {
        return complete || reconciledAt != null;
    }

    public ShardPromoted reconciled(Instant when) {
        return new ShardPromoted(promotionId, shard, server, complete, reason, at, when);
    }
}
