package dev.firstcome.platform.outbox;

import dev.firstcome.platform.shards.ShardConnectionDetails;
import dev.firstcome.platform.shards.Shards;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.SmartLifecycle;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Runs the relay of each shard in its own thread, so that an unreachable shard does not delay the others. */
final class OutboxRelay implements SmartLifecycle, HealthIndicator {
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(8);

    private final List<ShardRelay> relays;
    private final long lagMax;
    private final List<Thread> threads = new ArrayList<>();

    OutboxRelay(ShardConnectionDetails details, ShardRelayFactory factory, long lagMax) {
        this.relays = details.shards().stream().map(factory::create).toList();
        this.lagMax = lagMax;
    }

    @Override
    public synchronized void start() {
        relays.forEach(relay -> threads.add(
                Thread.ofPlatform().daemon().name("relay-" + relay.shard()).start(relay)));
    }

    @Override
    public synchronized void stop() {
        threads.forEach(Thread::interrupt);
        long end = System.nanoTime() + STOP_TIMEOUT.toNanos();
        try {
            for (Thread thread : threads) {
                thread.join(Duration.ofNanos(Math.max(1, end - System.nanoTime())));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        threads.clear();
    }

    @Override
    public synchronized boolean isRunning() {
        return !threads.isEmpty();
    }

    /** DOWN while a slot retains more of the write-ahead log than allowed: the server may soon invalidate the slot. */
    @Override
    public Health health() {
        Health.Builder health = Health.up();
        for (ShardRelay relay : relays) {
            RelayState state = relay.state();
            health.withDetail(
                    relay.shard(),
                    state.leader() ? "leader, slot lag " + state.slotLagBytes() + " bytes" : state.reason());
            if (state.slotLagBytes() > lagMax) {
                health.down();
            }
        }
        return health.build();
    }

    /** Creates the relay of each shard. All relays of a process share one producer. */
    static final class ShardRelayFactory {
        private final OutboxProperties properties;
        private final Shards shards;
        private final JdbcClient jdbc;
        private final EventProducer producer;
        private final MeterRegistry meters;

        ShardRelayFactory(
                OutboxProperties properties,
                Shards shards,
                JdbcClient jdbc,
                EventProducer producer,
                MeterRegistry meters) {
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
}
