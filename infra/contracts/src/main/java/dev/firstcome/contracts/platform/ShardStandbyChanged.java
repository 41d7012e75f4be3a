package dev.firstcome.contracts.platform;

import dev.firstcome.contracts.EventType;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The standby of a shard changed, or whether commits of the shard wait for it. Synchronous mode is published after it
 * starts, and its end is published before commits stop waiting. If the last record says {@code synchronous}, its
 * standby therefore has every acknowledged commit.
 *
 * @param standby the application name of the synchronous standby; null if there is none
 * @param reason the reason of the change, for operators
 */
@EventType("platform.shard-standby-changed.v1")
public record ShardStandbyChanged(
        String shard, boolean synchronous, @Nullable String standby, String reason, Instant at) {
    /** Returns the record key. */
    public String key() {
        return shard + "#standby";
    }
}
