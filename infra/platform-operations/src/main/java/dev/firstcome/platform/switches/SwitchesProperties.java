package dev.firstcome.platform.switches;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Configures the switches of a process. Changes need a restart.
 *
 * @param waitFor how long readiness waits until the switches topic was consumed. After that the process is ready with the
 *     defaults, and its health shows that
 * @param sender the service that may send settings directly
 */
@ConfigurationProperties("platform.switches")
public record SwitchesProperties(
        @DefaultValue("10s") Duration waitFor,
        @DefaultValue("gateway-service") String sender) {}
