package dev.firstcome.platform.outbox;

import dev.firstcome.platform.shards.Shards;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The outbox's tables on every shard. */
record OutboxTables(Shards shards, JdbcClient jdbc) {
    OutboxRows rows(String shard) {
        return new OutboxRows(shard, shards, jdbc);
    }

    KnownSlots slots(LogAddress address) {
        return new KnownSlots(address, shards, jdbc);
    }
}
