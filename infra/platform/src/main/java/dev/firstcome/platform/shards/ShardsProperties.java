package dev.firstcome.platform.shards;

import jakarta.validation.constraints.Positive;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The service's databases. Takes effect at the start of the process.
 *
 * @param shards one entry per shard
 * @param poolSize connections per shard, held open
 * @param acquireTimeout how long a transaction waits for a connection before the caller is told 503
 */
@ConfigurationProperties("platform")
public record ShardsProperties(
        @DefaultValue List<ShardConnectionDetails.Shard> shards,
        @DefaultValue("5") @Positive int poolSize,
        @DefaultValue("1500ms") Duration acquireTimeout)
        implements ShardConnectionDetails {}
