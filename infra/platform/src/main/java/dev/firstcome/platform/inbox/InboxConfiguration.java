package dev.firstcome.platform.inbox;

import dev.firstcome.platform.events.EventCodec;
import dev.firstcome.platform.events.ListenerContainers;
import dev.firstcome.platform.inbox.ShardSubscriber.InboxParts;
import dev.firstcome.platform.shards.Shards;
import java.time.Clock;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.KafkaTemplate;

/** The inbox's beans; what a service subscribes to are its beans of type {@link Subscription}. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(InboxProperties.class)
public class InboxConfiguration {
    @Bean
    Inbox inbox(JdbcClient jdbc) {
        return new Inbox(jdbc);
    }

    @Bean(destroyMethod = "close")
    InboxCleaning inboxCleaning(Shards shards, Inbox inbox, InboxProperties properties) {
        return new InboxCleaning(shards, inbox, properties);
    }

    @Bean
    InboxParts inboxParts(Shards shards, Inbox inbox, EventCodec codec, Clock clock, InboxProperties properties) {
        return new InboxParts(shards, inbox, codec, clock, properties.keptFor());
    }

    @Bean
    ListenerContainers subscriptionContainers(
            ObjectProvider<Subscription<?>> subscriptions,
            ConsumerFactory<byte[], byte[]> consumers,
            KafkaTemplate<byte[], byte[]> deadLetters,
            InboxParts parts) {
        return Subscriptions.containers(subscriptions.orderedStream().toList(), consumers, deadLetters, parts);
    }
}
