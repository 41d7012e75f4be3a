package dev.firstcome.coupon.wallet.messaging;

import dev.firstcome.contracts.Topics;
import dev.firstcome.coupon.wallet.Coupons;
import dev.firstcome.platform.events.EventCodec;
import dev.firstcome.platform.shards.Shards;
import java.util.ArrayList;
import java.util.List;
import org.springframework.context.SmartLifecycle;
import org.springframework.kafka.config.ConcurrentKafkaListenerContainerFactory;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.stereotype.Component;

/**
 * One consumer group for each shard, which reads only the partitions where its users' results are: while a shard is away
 * its own users wait, and nobody else. A result may come more than once; a coupon is written once.
 */
@Component
class WalletListeners implements SmartLifecycle {
    private final List<ConcurrentMessageListenerContainer<byte[], byte[]>> containers = new ArrayList<>();
    private volatile boolean running;

    WalletListeners(
            ConcurrentKafkaListenerContainerFactory<byte[], byte[]> walletContainers,
            Shards shards,
            Coupons coupons,
            EventCodec codec,
            Pace pace) {
        for (String shard : shards.map().shards()) {
            ConcurrentMessageListenerContainer<byte[], byte[]> container =
                    walletContainers.createContainer(Topics.COUPON_RESULTS);
            container.setBeanName("coupon-wallet-" + shard);
            ContainerProperties properties = container.getContainerProperties();
            properties.setGroupId("coupon-wallet-" + shard);
            properties.setConsumerRebalanceListener(new ForeignPartitions(shard, shards.map(), Topics.PARTITIONS));
            properties.setMessageListener(new ShardResults(shard, shards, coupons, codec, pace));
            containers.add(container);
        }
    }

    @Override
    public void start() {
        containers.forEach(ConcurrentMessageListenerContainer::start);
        running = true;
    }

    @Override
    public void stop() {
        containers.forEach(ConcurrentMessageListenerContainer::stop);
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
