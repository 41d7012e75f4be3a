package dev.firstcome.platform.outbox;

import dev.firstcome.platform.shards.ShardConnectionDetails;
import dev.firstcome.platform.shards.Shards;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Creates the relay of each shard. All relays of a process share one producer. */
final class ShardRelayFactory {
    private final OutboxProperties properties;
    private final Shards shards;
    private final JdbcClient jdbc;
    private final EventProducer producer;
    private final MeterRegistry meters;

    ShardRelayFactory(
            OutboxProperties properties, Shards shards, JdbcClient jdbc, EventProducer producer, MeterRegistry meters) {
        this.properties = properties;
        this.shards = shards;
        this.jdbc = jdbc;
        this.producer = producer;
        this.meters = meters;
    }

    ShardRelay create(ShardConnectionDetails.Shard shard) {
        ReplicationAddress address = ReplicationAddress.of(shard, properties);
        OutboxTable table = new OutboxTable(shard.name(), shards, jdbc);
        return new ShardRelay(
                address,
                properties,
                table,
                new SlotRegistry(address, shards, jdbc),
                new OutboxPublisher(shard.name(), table, producer, meters),
                meters);
    }
}
