package dev.firstcome.coupon.wallet.messaging;

import dev.firstcome.coupon.log.ResultPartitions;
import dev.firstcome.platform.ids.Bucket;
import dev.firstcome.platform.shards.ShardMap;
import java.util.Collection;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.springframework.kafka.listener.ConsumerAwareRebalanceListener;

/** Keeps a shard's consumer from fetching the partitions in which none of the shard's users has results, from the first. */
final class ForeignPartitions implements ConsumerAwareRebalanceListener {
    private final boolean[] own;

    ForeignPartitions(String shard, ShardMap map, int partitions) {
        own = new boolean[partitions];
        IntStream.range(0, Bucket.COUNT)
                .mapToObj(Bucket::new)
                .filter(bucket -> map.shardOf(bucket).equals(shard))
                .forEach(bucket -> own[ResultPartitions.of(bucket)] = true);
    }

    /** All of them, whoever has them. */
    List<TopicPartition> of(String topic) {
        return IntStream.range(0, own.length)
                .filter(partition -> !own[partition])
                .mapToObj(partition -> new TopicPartition(topic, partition))
                .toList();
    }

    @Override
    public void onPartitionsAssigned(Consumer<?, ?> consumer, Collection<TopicPartition> assigned) {
        List<TopicPartition> foreign = assigned.stream()
                .filter(place -> place.partition() >= own.length || !own[place.partition()])
                .toList();
        consumer.pause(foreign);
    }
}
