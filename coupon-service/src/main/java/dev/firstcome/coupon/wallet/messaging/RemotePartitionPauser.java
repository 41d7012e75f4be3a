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

/** Pauses the partitions without results of a shard's users, so that the shard's consumer never fetches them. */
final class RemotePartitionPauser implements ConsumerAwareRebalanceListener {
    private final boolean[] local;

    RemotePartitionPauser(String shard, ShardMap map, int partitions) {
        local = new boolean[partitions];
        IntStream.range(0, Bucket.COUNT)
                .mapToObj(Bucket::new)
                .filter(bucket -> map.shardOf(bucket).equals(shard))
                .forEach(bucket -> local[ResultPartitions.of(bucket)] = true);
    }

    /** The paused partitions of the topic, whether or not they are assigned to this consumer. */
    List<TopicPartition> of(String topic) {
        return IntStream.range(0, local.length)
                .filter(partition -> !isLocal(partition))
                .mapToObj(partition -> new TopicPartition(topic, partition))
                .toList();
    }

    private boolean isLocal(int partition) {
        return partition < local.length && local[partition];
    }

    @Override
    public void onPartitionsAssigned(Consumer<?, ?> consumer, Collection<TopicPartition> assigned) {
        List<TopicPartition> remote = assigned.stream()
                .filter(candidate -> !isLocal(candidate.partition()))
                .toList();
        consumer.pause(remote);
    }
}
