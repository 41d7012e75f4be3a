package dev.firstcome.platform.inbox;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Configures the inbox of a service. Changes need a restart.
 *
 * @param keptFor the retention of processed event ids. It must exceed the retention of a topic, of one of its segments and of
 *     its dead letters together. An older event is rejected
 * @param cleanedEvery the interval at which expired rows are deleted
 */
@ConfigurationProperties("platform.inbox")
public record InboxProperties(
        @DefaultValue("130d") Duration keptFor,
        @DefaultValue("1h") Duration cleanedEvery) {}
