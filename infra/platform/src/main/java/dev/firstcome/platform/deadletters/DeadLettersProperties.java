package dev.firstcome.platform.deadletters;

import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Without topics the feature is off. All take effect at the start.
 *
 * @param topics whose dead letters this service looks after: those that it may append to
 * @param decided those of them whose records are never sent again, since their place in the log is what counts
 */
@ConfigurationProperties("platform.dead-letters")
public record DeadLettersProperties(
        @DefaultValue Set<String> topics, @DefaultValue Set<String> decided) {}
