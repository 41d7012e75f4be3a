package dev.firstcome.platform.inbox;

import dev.firstcome.platform.events.ConsumerErrors;
import dev.firstcome.platform.events.ListenerContainers;
import dev.firstcome.platform.inbox.ShardSubscriber.InboxParts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;
import org.springframework.kafka.listener.ContainerProperties;

/**
 * The consumers of all subscriptions: one group for each shard, so that while a shard is away its own users wait and nobody
 * else. What cannot be read goes to the dead letters, everything else is tried for ever.
 */
final class Subscriptions {
    private Subscriptions() {}

    static ListenerContainers containers(
            List<Subscription<?>> subscriptions,
            ConsumerFactory<byte[], byte[]> consumers,
            KafkaTemplate<byte[], byte[]> deadLetters,
            InboxParts parts) {
        List<ConcurrentMessageListenerContainer<byte[], byte[]>> containers = new ArrayList<>();
        for (Subscription<?> subscription : subscriptions) {
            for (String shard : parts.shards().map().shards()) {
                containers.add(container(
                        subscription,
                        consumers,
                        deadLetters,
                        subscription.consumer() + "-" + shard,
                        new ShardSubscriber<>(subscription, shard, parts)));
            }
        }
        return new ListenerContainers(containers);
    }

    private static ConcurrentMessageListenerContainer<byte[], byte[]> container(
            Subscription<?> subscription,
            ConsumerFactory<byte[], byte[]> consumers,
            KafkaTemplate<byte[], byte[]> deadLetters,
            String group,
            ShardSubscriber<?> subscriber) {
        ContainerProperties properties = new ContainerProperties(subscription.topic());
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
        container.setCommonErrorHandler(ConsumerErrors.handler(deadLetters, UnusableEvent.class));
        return container;
    }
}
