package dev.firstcome.platform.switches;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How a process begins with its switches. Takes effect at the start of the process.
 *
 * @param waitFor how long a start waits until it has read all switches; then it goes on with what they are by default, and
 *     says so in its health until it has read them
 * @param toldBy the service that may tell of switches directly
 */
@ConfigurationProperties("platform.switches")
public record SwitchesProperties(
        @DefaultValue("10s") Duration waitFor,
        @DefaultValue("gateway-service") String toldBy) {}
