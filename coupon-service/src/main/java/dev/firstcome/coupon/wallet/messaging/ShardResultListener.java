package dev.firstcome.coupon.wallet.messaging;

import dev.firstcome.contracts.coupon.result.CouponIssued;
import dev.firstcome.contracts.coupon.result.CouponResult;
import dev.firstcome.contracts.coupon.result.CouponRevocationApplied;
import dev.firstcome.contracts.coupon.result.GrantIssued;
import dev.firstcome.contracts.coupon.result.RequestRejected;
import dev.firstcome.coupon.log.ResultJsonCodec;
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

/** Filters the results of one shard's users from the results topic and applies them to the wallets of that shard. */
final class ShardResultListener implements BatchMessageListener<byte[], byte[]> {
    private static final byte[] REJECTED = name(RequestRejected.class);
    private static final Map<Class<? extends CouponResult>, byte[]> CONSUMED_TYPES = Map.of(
            CouponIssued.class, name(CouponIssued.class),
            GrantIssued.class, name(GrantIssued.class),
            CouponRevocationApplied.class, name(CouponRevocationApplied.class));

    private final String shard;
    private final Shards shards;
    private final Coupons coupons;
    private final EventCodec codec;
    private final WalletBackpressure backpressure;

    ShardResultListener(
            String shard, Shards shards, Coupons coupons, EventCodec codec, WalletBackpressure backpressure) {
        this.shard = shard;
        this.shards = shards;
        this.coupons = coupons;
        this.codec = codec;
        this.backpressure = backpressure;
    }

    /**
     * @throws BatchListenerFailedException names the first unreadable result. The results before it are already
     *     applied, because the container commits their offsets.
     */
    @Override
    public void onMessage(List<ConsumerRecord<byte[], byte[]>> results) {
        backpressure.awaitIssuer(results.getFirst().timestamp());
        List<CouponResult> local = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> result : results) {
            Class<? extends CouponResult> type = typeOf(result);
            if (type == null) {
                continue;
            }
            try {
                CouponResult read = read(type, result.value());
                if (isLocal(read.userId())) {
                    local.add(read);
                }
            } catch (JacksonException unreadable) {
                apply(local);
                throw new BatchListenerFailedException("unreadable coupon result", unreadable, result);
            }
        }
        apply(local);
    }

    private CouponResult read(Class<? extends CouponResult> type, byte[] body) {
        CouponIssued parsed = type == CouponIssued.class ? ResultJsonCodec.issued(body) : null;
        return parsed == null ? codec.read(type, body) : parsed;
    }

    private static byte[] name(Class<?> type) {
        return EventCodec.typeOf(type).getBytes(StandardCharsets.UTF_8);
    }

    private boolean isLocal(UUID user) {
        return shards.map().shardOf(BucketedIds.bucketOf(user)).equals(shard);
    }

    /** Null for types that the wallet ignores. Compares bytes, because most results are rejections and are skipped. */
    private static @Nullable Class<? extends CouponResult> typeOf(ConsumerRecord<byte[], byte[]> result) {
        Header type = result.headers().lastHeader(EventCodec.TYPE);
        if (type == null || Arrays.equals(REJECTED, type.value())) {
            return null;
        }
        for (Map.Entry<Class<? extends CouponResult>, byte[]> name : CONSUMED_TYPES.entrySet()) {
            if (Arrays.equals(name.getValue(), type.value())) {
                return name.getKey();
            }
        }
        return null;
    }

    private void apply(List<CouponResult> local) {
        if (!local.isEmpty()) {
            coupons.apply(shard, local);
        }
    }
}
