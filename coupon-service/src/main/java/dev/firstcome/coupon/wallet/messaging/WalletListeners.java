package dev.firstcome.coupon.wallet.messaging;

import dev.firstcome.contracts.Topics;
import dev.firstcome.contracts.coupon.CouponIssued;
import dev.firstcome.coupon.wallet.Coupons;
import dev.firstcome.platform.events.EventCodec;
import dev.firstcome.platform.ids.BucketedIds;
import dev.firstcome.platform.shards.Shards;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.context.SmartLifecycle;
import org.springframework.kafka.config.ConcurrentKafkaListenerContainerFactory;
import org.springframework.kafka.listener.BatchListenerFailedException;
import org.springframework.kafka.listener.BatchMessageListener;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;

/**
 * One consumer group for each shard, which skips what belongs to others: while a shard is away its own users wait, and
 * nobody else. A result may come more than once; a coupon is written once.
 */
@Component
class WalletListeners implements SmartLifecycle {
    private final List<ConcurrentMessageListenerContainer<byte[], byte[]>> containers = new ArrayList<>();
    private volatile boolean running;

    WalletListeners(
            ConcurrentKafkaListenerContainerFactory<byte[], byte[]> walletContainers,
            Shards shards,
            Coupons coupons,
            EventCodec codec) {
        for (String shard : shards.map().shards()) {
            ConcurrentMessageListenerContainer<byte[], byte[]> container =
                    walletContainers.createContainer(Topics.COUPON_RESULTS);
            container.setBeanName("coupon-wallet-" + shard);
            container.getContainerProperties().setGroupId("coupon-wallet-" + shard);
            container.getContainerProperties().setMessageListener((BatchMessageListener<byte[], byte[]>) records -> {
                List<CouponIssued> own = issued(records, codec).stream()
                        .filter(coupon -> shards.map()
                                .shardOf(BucketedIds.bucketOf(coupon.userId()))
                                .equals(shard))
                        .toList();
                if (!own.isEmpty()) {
                    coupons.add(shard, own);
                }
            });
            containers.add(container);
        }
    }

    private static List<CouponIssued> issued(List<ConsumerRecord<byte[], byte[]>> records, EventCodec codec) {
        String type = EventCodec.typeOf(CouponIssued.class);
        return records.stream()
                .filter(record -> type.equals(EventCodec.text(record.headers(), EventCodec.TYPE)))
                .map(record -> read(record, codec))
                .toList();
    }

    /** Names the record that cannot be read, so that those before it are kept and it alone is put aside. */
    private static CouponIssued read(ConsumerRecord<byte[], byte[]> record, EventCodec codec) {
        try {
            return codec.read(CouponIssued.class, record.value());
        } catch (JacksonException unreadable) {
            throw new BatchListenerFailedException("a result cannot be read", unreadable, record);
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
