package dev.firstcome.payment.standby;

import java.util.Optional;

/** Where the shards' servers are found. */
public interface ShardServers {
    /**
     * The server that leads the shard, unless somebody else keeps its standby.
     *
     * @throws ShardServer.ServerAway if none is reached
     */
    Optional<ShardServer> keep(String shard);
}
