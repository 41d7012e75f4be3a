package dev.firstcome.payment.standby;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Standby servers of each shard, and the timing of their supervision. Read at startup.
 *
 * @param names by shard, the {@code application_name} of each of its servers in replication connections; commits on a
 *     shard without an entry do not wait for a standby
 * @param alone time without a reply from a standby after which commits stop waiting for one
 * @param lookEvery interval between two checks of a shard
 */
@ConfigurationProperties("payment.standby")
public record StandbyProperties(
        @DefaultValue Map<String, List<String>> names,
        @DefaultValue("3s") Duration alone,
        @DefaultValue("500ms") Duration lookEvery) {
    public StandbyProperties {
        names = Map.copyOf(names);
    }
}
