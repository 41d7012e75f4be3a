package dev.firstcome.coupon.monitoring.kafka;

import dev.firstcome.contracts.Topics;
import dev.firstcome.coupon.monitoring.MonitoredRecord;
import dev.firstcome.coupon.monitoring.WalletProgress;
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

/** Reads the committed offsets of the wallet consumer groups. Called only for coupons that are missing in a wallet. */
@Component
class KafkaWalletProgress implements WalletProgress {
    private static final Duration QUERY_TIMEOUT = Duration.ofSeconds(3);

    private final ConsumerFactory<byte[], byte[]> consumers;
    private final Shards shards;

    KafkaWalletProgress(ConsumerFactory<byte[], byte[]> consumers, Shards shards) {
        this.consumers = consumers;
        this.shards = shards;
    }

    @Override
    public boolean hasConsumed(MonitoredRecord.Result result) {
        String shard = shards.map().shardOf(BucketedIds.bucketOf(result.result().userId()));
        TopicPartition resultPartition = new TopicPartition(Topics.COUPON_RESULTS, result.resultPartition());
        // This consumer reads committed offsets only; it never joins the group.
        try (Consumer<byte[], byte[]> consumer =
                consumers.createConsumer("coupon-wallet-" + shard, "watching-wallets", null, new Properties())) {
            OffsetAndMetadata committed =
                    consumer.committed(Set.of(resultPartition), QUERY_TIMEOUT).get(resultPartition);
            return committed != null && committed.offset() > result.resultOffset();
        }
    }
}
