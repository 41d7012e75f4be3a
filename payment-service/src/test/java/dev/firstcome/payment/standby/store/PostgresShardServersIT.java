package dev.firstcome.payment.standby.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firstcome.local.PlatformDescription;
import dev.firstcome.local.SharedInfrastructure;
import dev.firstcome.payment.standby.ShardServer;
import dev.firstcome.payment.standby.ShardServers;
import dev.firstcome.platform.outbox.OutboxProperties;
import dev.firstcome.platform.shards.ShardConnectionDetails;
import dev.firstcome.platform.shards.ShardsProperties;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.support.StaticListableBeanFactory;

/** One process keeps a shard's standby, and not longer than it is at work. */
class PostgresShardServersIT {
    private static final String SHARD = "pg-2";
    private static final Duration BOUND = Duration.ofSeconds(30);

    private final ShardServers servers = servers();

    @Test
    void whoStandsStillLosesTheShardToAnother() {
        ShardServer stands = kept();
        assertThat(servers.keep(SHARD))
                .as("a second, while the first is at work")
                .isEmpty();

        ShardServer heir = kept();

        assertThatThrownBy(stands::look).isInstanceOf(ShardServer.ServerAway.class);
        assertThatThrownBy(stands::waitForNobody).isInstanceOf(ShardServer.ServerAway.class);
        stands.close();
        assertThat(servers.keep(SHARD)).as("a third, while the heir is at work").isEmpty();
        heir.close();
    }

    private ShardServer kept() {
        long end = System.nanoTime() + BOUND.toNanos();
        Optional<ShardServer> kept = servers.keep(SHARD);
        while (kept.isEmpty() && System.nanoTime() < end) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
            kept = servers.keep(SHARD);
        }
        return kept.orElseThrow(() -> new AssertionError("nobody gives up " + SHARD + " within " + BOUND));
    }

    private static ShardServers servers() {
        PlatformDescription platform = SharedInfrastructure.get();
        PlatformDescription.Database database = platform.database("payment-service");
        List<ShardConnectionDetails.Shard> shards = platform.shards().stream()
                .map(shard -> new ShardConnectionDetails.Shard(
                        shard.name(), shard.jdbcUrl(database), database.role(), database.password(), null, null))
                .toList();
        return new PostgresShardServers(
                new ShardsProperties(shards, 1, Duration.ofSeconds(1)),
                new StaticListableBeanFactory().getBeanProvider(ShardConnectionDetails.class),
                new OutboxProperties(
                        database.relayRole(),
                        database.relayPassword(),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(60),
                        500,
                        500,
                        1 << 28));
    }
}
