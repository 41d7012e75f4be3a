package dev.firstcome.payment.standby;

import java.util.Optional;

/** Connects to the primary servers of the shards. */
public interface ShardPrimaries {
    /**
     * Connects to the shard's primary and locks its standby supervision. Returns empty if another process has the lock.
     *
     * @throws ShardPrimary.PrimaryUnavailableException if no primary is reachable
     */
    Optional<ShardPrimary> acquire(String shard);
}
