package dev.firstcome.contracts.platform;

import dev.firstcome.contracts.EventType;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Whether the commits of a shard wait for a standby. That they do is told once it is so, that they do no more before it is
 * so: whoever reads "synchronous" as the last word knows that this standby has all that was ever acknowledged.
 *
 * @param standby the one that is waited for, by the name under which it streams; null: none
 * @param reason why it is so, for operators
 */
@EventType("platform.shard-standby.v1")
public record ShardStandby(
        String shard, boolean synchronous, @Nullable String standby, String reason, Instant at) {
    /** The key of its records. */
    public String key() {
        return shard + "#standby";
    }
}
