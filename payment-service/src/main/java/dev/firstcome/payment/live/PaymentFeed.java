package dev.firstcome.payment.live;

import dev.firstcome.payment.payment.WholePayment;
import dev.firstcome.payment.payment.WholePayments;
import dev.firstcome.platform.ids.BucketedIds;
import dev.firstcome.platform.shards.Shards;
import dev.firstcome.platform.streams.EventStream;
import dev.firstcome.platform.streams.StreamEvent;
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
 * Brings what becomes of payments to the streams that are open in this process, whichever instance has done it: each shard is
 * looked at a few times a second with one query for all who wait, and not at all while nobody does. A stream gets a payment's
 * versions in their order, each once, and always the newest in the end; one that was passed within a look is left out.
 */
@Service
public final class PaymentFeed implements DisposableBean {
    private final Shards shards;
    private final Map<String, ShardFeed> byShard = new HashMap<>();

    PaymentFeed(Shards shards, WholePayments payments, StreamsProperties properties) {
        this.shards = shards;
        for (String shard : shards.map().shards()) {
            byShard.put(shard, new ShardFeed(shard, new Source(shard, payments), properties.lookEvery()));
        }
    }

    private record Source(String shard, WholePayments payments) implements ShardFeed.Source {
        @Override
        public Map<UUID, Long> versions(Collection<UUID> ids) {
            return payments.versions(shard, ids);
        }

        @Override
        public List<WholePayment> read(Collection<UUID> ids) {
            return payments.findAll(shard, ids);
        }
    }

    /**
     * Offers a payment to the stream each time it changes, until nothing changes any more by itself: then the stream ends.
     *
     * @param seen the version that the reader has; 0: none
     * @return ends it
     */
    public Runnable follow(UUID paymentId, long seen, EventStream stream, Function<WholePayment, StreamEvent> form) {
        ShardFeed feed = byShard.get(shards.map().shardOf(BucketedIds.bucketOf(paymentId)));
        if (feed == null) {
            throw new IllegalStateException("no feed for the shard of " + paymentId);
        }
        return feed.follow(paymentId, seen, stream, form);
    }

    @Override
    public void destroy() {
        byShard.values().forEach(ShardFeed::close);
    }
}
