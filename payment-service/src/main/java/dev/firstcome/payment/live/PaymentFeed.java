package dev.firstcome.payment.live;

import dev.firstcome.payment.payment.PaymentDetails;
import dev.firstcome.payment.payment.PaymentDetailsReader;
import dev.firstcome.platform.ids.BucketedIds;
import dev.firstcome.platform.shards.Shards;
import dev.firstcome.platform.streams.EventStream;
import dev.firstcome.platform.streams.EventStream.StreamEvent;
import dev.firstcome.platform.streams.StreamsProperties;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Service;

/**
 * Delivers new versions of payments to the streams that are open in this process, whichever instance changed the
 * payment. It polls each shard with one query for all streams, and does not poll without streams. A stream receives
 * increasing versions, each at most once, and eventually the newest. It skips versions that are replaced between two
 * polls.
 */
@Service
public final class PaymentFeed implements DisposableBean {
    private final Shards shards;
    private final Map<String, ShardFeed> byShard = new HashMap<>();

    PaymentFeed(Shards shards, PaymentDetailsReader payments, StreamsProperties properties) {
        this.shards = shards;
        for (String shard : shards.map().shards()) {
            byShard.put(shard, new ShardFeed(shard, new Source(shard, payments), properties.lookEvery()));
        }
    }

    private record Source(String shard, PaymentDetailsReader payments) implements ShardFeed.Source {
        @Override
        public Map<UUID, Long> versions(Collection<UUID> ids) {
            return payments.versions(shard, ids);
        }

        @Override
        public List<PaymentDetails> read(Collection<UUID> ids) {
            return payments.findAll(shard, ids);
        }
    }

    /**
     * Delivers the payment to the stream on each change. The stream ends when the payment is final and no refund is in
     * progress.
     *
     * @param seen the last version that the client has; 0: none
     * @return stops the delivery
     */
    public Runnable follow(
            UUID paymentId, long seen, EventStream stream, Function<PaymentDetails, StreamEvent> mapper) {
        ShardFeed feed = byShard.get(shards.map().shardOf(BucketedIds.bucketOf(paymentId)));
        if (feed == null) {
            throw new IllegalStateException("no feed for the shard of " + paymentId);
        }
        return feed.follow(paymentId, seen, stream, mapper);
    }

    @Override
    public void destroy() {
        byShard.values().forEach(ShardFeed::close);
    }
}
