package dev.firstcome.platform.inbox;

import dev.firstcome.platform.events.ListenerContainers;
import dev.firstcome.platform.shards.Shards;
import dev.firstcome.platform.shards.ShardsAutoConfiguration;
import io.debezium.engine.DebeziumEngine;
import java.time.Clock;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.kafka.core.KafkaTemplate;

/**
 * Auto-configures the inbox and the consumers of all {@link Subscription} beans in services with Postgres, Debezium and
 * Kafka. Inbox and outbox have one schema, so they have the same condition.
 */
@AutoConfiguration(after = {ShardsAutoConfiguration.class, KafkaAutoConfiguration.class})
@ConditionalOnClass({DebeziumEngine.class, JdbcClient.class, KafkaTemplate.class})
@EnableConfigurationProperties(InboxProperties.class)
@Import(SubscriptionContainerFactory.class)
public class InboxAutoConfiguration {
    @Bean
    Inbox inbox(JdbcClient jdbc, Clock clock, InboxProperties properties) {
        return new Inbox(jdbc, clock, properties.keptFor());
    }

    @Bean(destroyMethod = "close")
    InboxCleanup inboxCleanup(Shards shards, Inbox inbox, InboxProperties properties) {
        return new InboxCleanup(shards, inbox, properties.cleanedEvery());
    }

    @Bean
    ListenerContainers subscriptionContainers(
            SubscriptionContainerFactory factory, ObjectProvider<Subscription<?>> subscriptions) {
        return factory.create(subscriptions.orderedStream().toList());
    }
}
