package dev.firstcome.platform.shards;

import jakarta.validation.constraints.Positive;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Configures the databases of a service. Changes need a restart.
 *
 * @param shards one entry per shard
 * @param poolSize the fixed number of connections per shard
 * @param acquireTimeout how long a transaction waits for a connection; after that the response is 503
 */
@ConfigurationProperties("platform")
public record ShardsProperties(
        @DefaultValue List<ShardConnectionDetails.Shard> shards,
        @DefaultValue("5") @Positive int poolSize,
        @DefaultValue("1500ms") Duration acquireTimeout)
        implements ShardConnectionDetails {}
