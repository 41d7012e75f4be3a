package dev.firstcome.payment.standby.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firstcome.local.PlatformDescription;
import dev.firstcome.local.SharedInfrastructure;
import dev.firstcome.payment.standby.ShardPrimaries;
import dev.firstcome.payment.standby.ShardPrimary;
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

/** Tests that one process at a time supervises a shard, and loses the lock when it hangs. */
class PostgresShardPrimariesIT {
    private static final String SHARD = "pg-2";
    private static final Duration BOUND = Duration.ofSeconds(30);

    private final ShardPrimaries primaries = primaries();

    @Test
    void aHangingProcessLosesTheShardToAnother() {
        // A stall can last as long as the idle timeout of the session.
        StallRetry.run(this::anIdleSessionLosesTheShard);
    }

    private void anIdleSessionLosesTheShard() {
        ShardPrimary hanging = acquire();
        assertThat(primaries.acquire(SHARD))
                .as("a second process, while the first holds the lock")
                .isEmpty();

        ShardPrimary successor = acquire();

        assertThatThrownBy(hanging::replicationStatus).isInstanceOf(ShardPrimary.PrimaryUnavailableException.class);
        assertThatThrownBy(hanging::disableSynchronousReplication)
                .isInstanceOf(ShardPrimary.PrimaryUnavailableException.class);
        hanging.close();
        assertThat(primaries.acquire(SHARD))
                .as("a third process, while the successor holds the lock")
                .isEmpty();
        successor.close();
    }

    private ShardPrimary acquire() {
        return Eventually.get(
                        "the lock of shard " + SHARD + " is free",
                        BOUND,
                        () -> primaries.acquire(SHARD),
                        Optional::isPresent)
                .orElseThrow();
    }

    private static ShardPrimaries primaries() {
        PlatformDescription platform = SharedInfrastructure.get();
        PlatformDescription.Database database = platform.database("payment-service");
        List<ShardConnectionDetails.Shard> shards = platform.shards().stream()
                .map(shard -> new ShardConnectionDetails.Shard(
                        shard.name(), shard.jdbcUrl(database), database.role(), database.password(), null, null))
                .toList();
        return new PostgresShardPrimaries(
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
