package dev.firstcome.platform.deadletters;

import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Configures the dead-letter endpoints. They are off without topics. Changes need a restart.
 *
 * @param topics the topics whose dead letters this service shows and redrives; it must be able to write to them
 * @param decided those of the topics whose records are never redriven, because their position in the log has a result
 */
@ConfigurationProperties("platform.dead-letters")
public record DeadLettersProperties(
        @DefaultValue Set<String> topics, @DefaultValue Set<String> decided) {}
