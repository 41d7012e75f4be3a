package dev.firstcome.coupon.wallet.messaging;

import dev.firstcome.contracts.coupon.CouponIssued;
import dev.firstcome.contracts.coupon.CouponResult;
import dev.firstcome.contracts.coupon.CouponTakenBack;
import dev.firstcome.contracts.coupon.GrantIssued;
import dev.firstcome.contracts.coupon.RequestRejected;
import dev.firstcome.coupon.log.ResultText;
import dev.firstcome.coupon.wallet.Coupons;
import dev.firstcome.platform.events.EventCodec;
import dev.firstcome.platform.ids.BucketedIds;
import dev.firstcome.platform.shards.Shards;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.listener.BatchListenerFailedException;
import org.springframework.kafka.listener.BatchMessageListener;
import tools.jackson.core.JacksonException;

/** Puts what became of the coupons of one shard's users, out of everybody's results, into that shard. */
final class ShardResults implements BatchMessageListener<byte[], byte[]> {
    private static final byte[] REJECTED = name(RequestRejected.class);
    private static final Map<Class<? extends CouponResult>, byte[]> TAKEN = Map.of(
            CouponIssued.class, name(CouponIssued.class),
            GrantIssued.class, name(GrantIssued.class),
            CouponTakenBack.class, name(CouponTakenBack.class));

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
        List<CouponResult> own = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> result : results) {
            Class<? extends CouponResult> type = typeOf(result);
            if (type == null) {
                continue;
            }
            try {
                CouponResult read = read(type, result.value());
                if (isOwn(read.userId())) {
                    own.add(read);
                }
            } catch (JacksonException unreadable) {
                take(own);
                throw new BatchListenerFailedException("a result cannot be read", unreadable, result);
            }
        }
        take(own);
    }

    private CouponResult read(Class<? extends CouponResult> type, byte[] body) {
        CouponIssued quick = type == CouponIssued.class ? ResultText.issued(body) : null;
        return quick == null ? codec.read(type, body) : quick;
    }

    private static byte[] name(Class<?> type) {
        return EventCodec.typeOf(type).getBytes(StandardCharsets.UTF_8);
    }

    private boolean isOwn(UUID user) {
        return shards.map().shardOf(BucketedIds.bucketOf(user)).equals(shard);
    }

    /** Null for what a wallet has no use for. Compares bytes: most results are rejections, and need no more than this. */
    private static @Nullable Class<? extends CouponResult> typeOf(ConsumerRecord<byte[], byte[]> result) {
        Header type = result.headers().lastHeader(EventCodec.TYPE);
        if (type == null || Arrays.equals(REJECTED, type.value())) {
            return null;
        }
        for (Map.Entry<Class<? extends CouponResult>, byte[]> name : TAKEN.entrySet()) {
            if (Arrays.equals(name.getValue(), type.value())) {
                return name.getKey();
            }
        }
        return null;
    }

    private void take(List<CouponResult> own) {
        if (!own.isEmpty()) {
            coupons.take(shard, own);
        }
    }
}
