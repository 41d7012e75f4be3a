package dev.firstcome.platform.inbox;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param keptFor how long it is remembered that an event was taken: longer than a topic keeps its records, a segment its
 *     last one, and the dead letters theirs, together. An event that says it is older is not taken any more
 * @param cleanedEvery how often what is older is removed
 */
@ConfigurationProperties("platform.inbox")
public record InboxProperties(
        @DefaultValue("130d") Duration keptFor,
        @DefaultValue("1h") Duration cleanedEvery) {}
