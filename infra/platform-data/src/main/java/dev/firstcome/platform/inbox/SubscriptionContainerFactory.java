package dev.firstcome.platform.inbox;

import dev.firstcome.platform.events.ConsumerErrors;
import dev.firstcome.platform.events.EventCodec;
import dev.firstcome.platform.events.ListenerContainers;
import dev.firstcome.platform.shards.Shards;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;
import org.springframework.kafka.listener.ContainerProperties;

/**
 * Creates the consumers of subscriptions: one consumer group per subscription and shard, so an unavailable shard delays only
 * its own data. Invalid events become dead letters; other failures are retried without limit.
 */
final class SubscriptionContainerFactory {
    private final ConsumerFactory<byte[], byte[]> consumers;
    private final KafkaTemplate<byte[], byte[]> deadLetters;
    private final Shards shards;
    private final Inbox inbox;
    private final EventCodec codec;

    SubscriptionContainerFactory(
            ConsumerFactory<byte[], byte[]> consumers,
            KafkaTemplate<byte[], byte[]> deadLetters,
            Shards shards,
            Inbox inbox,
            EventCodec codec) {
        this.consumers = consumers;
        this.deadLetters = deadLetters;
        this.shards = shards;
        this.inbox = inbox;
        this.codec = codec;
    }

    ListenerContainers create(List<Subscription<?>> subscriptions) {
        List<ConcurrentMessageListenerContainer<byte[], byte[]>> containers = new ArrayList<>();
        for (Subscription<?> subscription : subscriptions) {
            for (String shard : shards.map().shards()) {
                containers.add(container(
                        subscription.topic(),
                        subscription.consumer() + "-" + shard,
                        new ShardSubscriber<>(subscription, shard, shards, inbox, codec)));
            }
        }
        return new ListenerContainers(containers);
    }

    private ConcurrentMessageListenerContainer<byte[], byte[]> container(
            String topic, String group, ShardSubscriber<?> subscriber) {
        ContainerProperties properties = new ContainerProperties(topic);
        properties.setGroupId(group);
        properties.setClientId(group);
        properties.setMessageListener(subscriber);
        properties.setAckMode(ContainerProperties.AckMode.BATCH);
        properties.setSyncCommits(true);
        properties.setStopImmediate(true);
        properties.setMissingTopicsFatal(false);
        properties.setAuthExceptionRetryInterval(Duration.ofSeconds(1));
        ConcurrentMessageListenerContainer<byte[], byte[]> container =
                new ConcurrentMessageListenerContainer<>(consumers, properties);
        container.setBeanName(group);
        container.setCommonErrorHandler(
                ConsumerErrors.handler(deadLetters, ShardSubscriber.InvalidEventException.class));
        return container;
    }
}
