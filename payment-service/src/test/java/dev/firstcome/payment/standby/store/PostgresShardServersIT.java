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
import dev.firstcome.testsupport.Eventually;
import dev.firstcome.testsupport.StallRetry;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.support.StaticListableBeanFactory;

/** One process keeps a shard's standby, and not longer than it is at work. */
class PostgresShardServersIT {
    private static final String SHARD = "pg-2";
    private static final Duration BOUND = Duration.ofSeconds(30);

    private final ShardServers servers = servers();

    @Test
    void whoStandsStillLosesTheShardToAnother() {
        // A stall is as long as a session may be idle.
        StallRetry.run(this::anIdleSessionLosesTheShard);
    }

    private void anIdleSessionLosesTheShard() {
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
        return Eventually.get("the shard " + SHARD + " is free", BOUND, () -> servers.keep(SHARD), Optional::isPresent)
                .orElseThrow();
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
