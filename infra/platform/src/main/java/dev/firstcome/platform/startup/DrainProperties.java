package dev.firstcome.platform.startup;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Configures the shutdown of a process. Changes need a restart.
 *
 * @param drain how long the process serves after it is no longer ready; at least as long as its callers need to notice.
 * The default is zero, because a single instance has no other instance to take its traffic
 */
@ConfigurationProperties("platform")
public record DrainProperties(@DefaultValue("0s") Duration drain) {}
