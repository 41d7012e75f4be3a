package dev.firstcome.coupon.wallet.messaging;

import dev.firstcome.contracts.coupon.CouponIssued;
import dev.firstcome.coupon.log.ResultText;
import dev.firstcome.coupon.wallet.Coupons;
import dev.firstcome.platform.events.EventCodec;
import dev.firstcome.platform.ids.BucketedIds;
import dev.firstcome.platform.shards.Shards;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.springframework.kafka.listener.BatchListenerFailedException;
import org.springframework.kafka.listener.BatchMessageListener;
import tools.jackson.core.JacksonException;

/** Puts the coupons of one shard's users, out of everybody's results, into that shard. */
final class ShardResults implements BatchMessageListener<byte[], byte[]> {
    private static final byte[] ISSUED = EventCodec.typeOf(CouponIssued.class).getBytes(StandardCharsets.UTF_8);

    private final String shard;
    private final Shards shards;
    private final Coupons coupons;
    private final EventCodec codec;
    private final Pace pace;

    ShardResults(String shard, Shards shards, Coupons coupons, EventCodec codec, Pace pace) {
        this.shard = shard;
        this.shards = shards;
        this.coupons = coupons;
        this.codec = codec;
        this.pace = pace;
    }

    /**
     * @throws BatchListenerFailedException naming the first result that cannot be read. What stands before it is then
     *     written already, because the container commits it.
     */
    @Override
    public void onMessage(List<ConsumerRecord<byte[], byte[]>> results) {
        pace.letDecisionsGoFirst(results.getFirst().timestamp());
        List<CouponIssued> own = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> result : results) {
            if (!isIssued(result)) {
                continue;
            }
            try {
                CouponIssued issued = read(result.value());
                if (isOwn(issued.userId())) {
                    own.add(issued);
                }
            } catch (JacksonException unreadable) {
                add(own);
                throw new BatchListenerFailedException("a result cannot be read", unreadable, result);
            }
        }
        add(own);
    }

    private CouponIssued read(byte[] body) {
        CouponIssued quick = ResultText.issued(body);
        return quick == null ? codec.read(CouponIssued.class, body) : quick;
    }

    private boolean isOwn(UUID user) {
        return shards.map().shardOf(BucketedIds.bucketOf(user)).equals(shard);
    }

    /** Compares bytes: most results are rejections, and need no more than this. */
    private static boolean isIssued(ConsumerRecord<byte[], byte[]> result) {
        Header type = result.headers().lastHeader(EventCodec.TYPE);
        return type != null && Arrays.equals(ISSUED, type.value());
    }

    private void add(List<CouponIssued> own) {
        if (!own.isEmpty()) {
            coupons.add(shard, own);
        }
    }
}
