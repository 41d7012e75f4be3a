package dev.firstcome.payment.standby;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Which standbys commits wait for. Takes effect at the start of the process.
 *
 * @param names of each shard the names under which its servers stream from each other; a shard without has no standby, and
 *     nothing waits there
 * @param alone after how long without a standby commits wait no more
 * @param lookEvery how often each shard is looked at
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
