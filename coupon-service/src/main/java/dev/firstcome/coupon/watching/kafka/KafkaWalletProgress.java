package dev.firstcome.coupon.watching.kafka;

import dev.firstcome.contracts.Topics;
import dev.firstcome.coupon.watching.WalletProgress;
import dev.firstcome.coupon.watching.Watched;
import dev.firstcome.platform.ids.BucketedIds;
import dev.firstcome.platform.shards.Shards;
import java.time.Duration;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.stereotype.Component;

/** Asks what a shard's wallets have committed. Seldom: only for a coupon that is not where it is looked for. */
@Component
class KafkaWalletProgress implements WalletProgress {
    private static final Duration ASK = Duration.ofSeconds(3);

    private final ConsumerFactory<byte[], byte[]> consumers;
    private final Shards shards;

    KafkaWalletProgress(ConsumerFactory<byte[], byte[]> consumers, Shards shards) {
        this.consumers = consumers;
        this.shards = shards;
    }

    @Override
    public boolean hasTaken(Watched.Told told) {
        String shard = shards.map().shardOf(BucketedIds.bucketOf(told.result().userId()));
        TopicPartition place = new TopicPartition(Topics.COUPON_RESULTS, told.resultPartition());
        // It joins no group: it only asks what the group has committed.
        try (Consumer<byte[], byte[]> consumer =
                consumers.createConsumer("coupon-wallet-" + shard, "watching-wallets", null, new Properties())) {
            OffsetAndMetadata committed = consumer.committed(Set.of(place), ASK).get(place);
            return committed != null && committed.offset() > told.resultOffset();
        }
    }
}
