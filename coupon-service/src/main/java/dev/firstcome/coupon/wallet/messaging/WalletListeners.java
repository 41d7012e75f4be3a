package dev.firstcome.coupon.wallet.messaging;

import dev.firstcome.contracts.Topics;
import dev.firstcome.coupon.wallet.Coupons;
import dev.firstcome.platform.events.EventCodec;
import dev.firstcome.platform.events.ListenerContainers;
import dev.firstcome.platform.shards.Shards;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.config.ConcurrentKafkaListenerContainerFactory;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;
import org.springframework.kafka.listener.ContainerProperties;

/**
 * One consumer group for each shard, which reads only the partitions where its users' results are: while a shard is away
 * its own users wait, and nobody else. A result may come more than once; a coupon is written once.
 */
@Configuration(proxyBeanMethods = false)
class WalletListeners {
    @Bean
    ListenerContainers walletConsumers(
            ConcurrentKafkaListenerContainerFactory<byte[], byte[]> walletContainers,
            Shards shards,
            Coupons coupons,
            EventCodec codec,
            Pace pace) {
        List<ConcurrentMessageListenerContainer<byte[], byte[]>> containers = new ArrayList<>();
        Map<ConcurrentMessageListenerContainer<byte[], byte[]>, List<TopicPartition>> unread = new HashMap<>();
        for (String shard : shards.map().shards()) {
            ConcurrentMessageListenerContainer<byte[], byte[]> container =
                    walletContainers.createContainer(Topics.COUPON_RESULTS);
            container.setBeanName("coupon-wallet-" + shard);
            ContainerProperties properties = container.getContainerProperties();
            properties.setGroupId("coupon-wallet-" + shard);
            ForeignPartitions foreign = new ForeignPartitions(shard, shards.map(), Topics.PARTITIONS);
            properties.setConsumerRebalanceListener(foreign);
            unread.put(container, foreign.of(Topics.COUPON_RESULTS));
            properties.setMessageListener(new ShardResults(shard, shards, coupons, codec, pace));
            containers.add(container);
        }
        return new ListenerContainers(containers, unread);
    }
}
