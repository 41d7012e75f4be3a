package dev.firstcome.coupon.fold.redis;

import dev.firstcome.coupon.fold.FoldMoment;
import dev.firstcome.coupon.fold.FoldUnavailable;
import dev.firstcome.coupon.fold.HeldRequest;
import dev.firstcome.coupon.fold.PartitionFold;
import dev.firstcome.coupon.fold.RecordedOutcomes;
import io.lettuce.core.RedisException;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Recorded outcomes in Redis. */
@Component
class RedisRecordedOutcomes implements RecordedOutcomes {
    private static final UUID NO_CAMPAIGN = new UUID(0, 0);
    private static final int FAN_OUT_BYTES = 14;

    private final CouponRedis redis;
    private final PartitionFold fold;
    private final Script recorded = new Script("redis/recorded.lua");

    RedisRecordedOutcomes(CouponRedis redis, PartitionFold fold) {
        this.redis = redis;
        this.fold = fold;
    }

    @Override
    public Block block(FoldMoment moment, long block) {
        return new Block(block, (byte[]) read(moment, block, NO_CAMPAIGN).get(2));
    }

    @Override
    public Optional<FanOut> fanOut(FoldMoment moment, UUID campaignId, long offset) {
        List<Object> reply = read(moment, offset / BLOCK, campaignId);
        if (((byte[]) reply.get(5)).length == 0) {
            throw new Forgotten(campaignId);
        }
        ByteBuffer packed = ByteBuffer.wrap((byte[]) reply.get(3));
        byte[] seed = (byte[]) reply.get(4);
        while (packed.remaining() >= FAN_OUT_BYTES) {
            long by = (packed.getShort() & 0xFFFFL) << Integer.SIZE | packed.getInt() & 0xFFFF_FFFFL;
            long first = packed.getInt() & 0xFFFF_FFFFL;
            long last = packed.getInt() & 0xFFFF_FFFFL;
            if (by == offset) {
                return Optional.of(new FanOut(
                        first, last, seed.length == 0 ? null : HexFormat.of().formatHex(seed)));
            }
        }
        return Optional.empty();
    }

    @Override
    public List<HeldRequest> held(FoldMoment moment, UUID campaignId, long first, long last) {
        List<HeldRequest> held;
        try {
            held = fold.held(moment.partition(), moment.epoch(), campaignId, first, last);
        } catch (RedisException away) {
            throw new FoldUnavailable("the state of partition %d cannot be read".formatted(moment.partition()), away);
        }
        if (held.size() != last - first + 1) {
            throw new FoldUnavailable("the state has lost held requests of campaign " + campaignId);
        }
        return held;
    }

    private List<Object> read(FoldMoment moment, long block, UUID campaignId) {
        FoldKeys keys = new FoldKeys(moment.partition(), moment.epoch());
        byte[][] names = {keys.epoch(), keys.meta(), keys.outcomes(block), keys.campaign(campaignId)};
        byte[][] arguments = {FoldKeys.bytes(Long.toString(moment.epoch()))};
        List<Object> reply;
        try {
            reply = recorded.call(redis.commands(), names, arguments);
        } catch (RedisException away) {
            throw new FoldUnavailable("the state of partition %d cannot be read".formatted(moment.partition()), away);
        }
        String applied = Script.text(reply.get(1));
        if (applied.isEmpty() || Long.parseLong(applied) < moment.through()) {
            throw new FoldUnavailable("the state of partition %d is being caught up".formatted(moment.partition()));
        }
        return reply;
    }
}
