package dev.firstcome.platform.startup;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How a process stops. Takes effect at the start of the process.
 *
 * @param drain how long it serves on after it has said that it is not ready; as long as those who call it need to see that.
 *     None by default: where there is no second instance, nobody has anywhere else to go
 */
@ConfigurationProperties("platform")
public record DrainProperties(@DefaultValue("0s") Duration drain) {}
