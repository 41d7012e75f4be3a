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
 * Creates one consumer group per shard, which fetches only the partitions with results of its users. An unavailable
 * shard delays only its own users. Results are delivered at least once; each coupon is written once.
 */
@Configuration(proxyBeanMethods = false)
class WalletListenerConfiguration {
    @Bean
    ListenerContainers walletConsumers(
            ConcurrentKafkaListenerContainerFactory<byte[], byte[]> walletContainers,
            Shards shards,
            Coupons coupons,
            EventCodec codec,
            WalletBackpressure backpressure) {
        List<ConcurrentMessageListenerContainer<byte[], byte[]>> containers = new ArrayList<>();
        Map<ConcurrentMessageListenerContainer<byte[], byte[]>, List<TopicPartition>> pausedPartitions =
                new HashMap<>();
        for (String shard : shards.map().shards()) {
            ConcurrentMessageListenerContainer<byte[], byte[]> container =
                    walletContainers.createContainer(Topics.COUPON_RESULTS);
            container.setBeanName("coupon-wallet-" + shard);
            ContainerProperties properties = container.getContainerProperties();
            properties.setGroupId("coupon-wallet-" + shard);
            RemotePartitionPauser pauser = new RemotePartitionPauser(shard, shards.map(), Topics.PARTITIONS);
            properties.setConsumerRebalanceListener(pauser);
            pausedPartitions.put(container, pauser.of(Topics.COUPON_RESULTS));
            properties.setMessageListener(new ShardResultListener(shard, shards, coupons, codec, backpressure));
            containers.add(container);
        }
        return new ListenerContainers(containers, pausedPartitions);
    }
}
