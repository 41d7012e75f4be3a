package dev.firstcome.platform.outbox;

import dev.firstcome.platform.shards.ShardConnectionDetails;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.SmartLifecycle;

/** The relays of all shards, each in a thread of its own: a shard that is away holds up nobody else's events. */
final class OutboxRelay implements SmartLifecycle, HealthIndicator {
    private static final Duration STOPS_WITHIN = Duration.ofSeconds(8);

    private final List<ShardRelay> relays;
    private final long lagMax;
    private final List<Thread> threads = new ArrayList<>();

    OutboxRelay(ShardConnectionDetails details, RelayParts parts) {
        this.relays = details.shards().stream()
                .map(shard -> new ShardRelay(LogAddress.of(shard, parts.properties()), parts))
                .toList();
        this.lagMax = parts.properties().lagMax();
    }

    @Override
    public synchronized void start() {
        relays.forEach(relay -> threads.add(
                Thread.ofPlatform().daemon().name("relay-" + relay.shard()).start(relay)));
    }

    @Override
    public synchronized void stop() {
        threads.forEach(Thread::interrupt);
        long end = System.nanoTime() + STOPS_WITHIN.toNanos();
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

    /** DOWN while a slot holds back more of the log than it may: what is not read in time would be lost to the slot. */
    @Override
    public Health health() {
        Health.Builder health = Health.up();
        for (ShardRelay relay : relays) {
            RelayState state = relay.state();
            health.withDetail(relay.shard(), state.leads() ? "sends, lag " + state.slotLagBytes() + " B" : state.why());
            if (state.slotLagBytes() > lagMax) {
                health.down();
            }
        }
        return health.build();
    }
}
