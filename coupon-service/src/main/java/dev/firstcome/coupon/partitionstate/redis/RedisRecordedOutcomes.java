package dev.firstcome.coupon.partitionstate.redis;

import dev.firstcome.coupon.partitionstate.DeferredRequest;
import dev.firstcome.coupon.partitionstate.PartitionStateStore;
import dev.firstcome.coupon.partitionstate.PartitionStateUnavailableException;
import dev.firstcome.coupon.partitionstate.RecordedOutcomes;
import dev.firstcome.coupon.partitionstate.RequiredPosition;
import dev.firstcome.coupon.partitionstate.redis.cluster.BinaryRedisTemplate;
import dev.firstcome.coupon.partitionstate.redis.cluster.LuaScript;
import dev.firstcome.coupon.partitionstate.redis.cluster.PartitionKeys;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/** Recorded outcomes in the coupon cluster. */
@Component
class RedisRecordedOutcomes implements RecordedOutcomes {
    private static final UUID NO_CAMPAIGN = new UUID(0, 0);
    private static final int FAN_OUT_BYTES = 14;

    private final BinaryRedisTemplate redis;
    private final PartitionStateStore states;
    private final LuaScript readOutcomes = LuaScript.load("redis/read-outcomes.lua");

    RedisRecordedOutcomes(BinaryRedisTemplate redis, PartitionStateStore states) {
        this.redis = redis;
        this.states = states;
    }

    @Override
    public Block block(RequiredPosition required, long block) {
        return new Block(block, (byte[]) read(required, block, NO_CAMPAIGN).get(2));
    }

    @Override
    public Optional<FanOut> fanOut(RequiredPosition required, UUID campaignId, long offset) {
        List<Object> reply = read(required, offset / BLOCK, campaignId);
        if (((byte[]) reply.get(5)).length == 0) {
            throw new CampaignPurgedException(campaignId);
        }
        ByteBuffer packed = ByteBuffer.wrap((byte[]) reply.get(3));
        while (packed.remaining() >= FAN_OUT_BYTES) {
            long recordOffset = ScriptReply.offset(packed);
            long first = ScriptReply.unsignedInt(packed);
            long last = ScriptReply.unsignedInt(packed);
            if (recordOffset == offset) {
                return Optional.of(new FanOut(first, last, ScriptReply.hexOrNull(reply.get(4))));
            }
        }
        return Optional.empty();
    }

    @Override
    public List<DeferredRequest> deferred(RequiredPosition required, UUID campaignId, long first, long last) {
        List<DeferredRequest> deferred;
        try {
            deferred = states.deferred(required.partition(), required.epoch(), campaignId, first, last);
        } catch (DataAccessException failure) {
            throw RedisPartitionStateStore.unavailable(required.partition(), failure);
        }
        if (deferred.size() != last - first + 1) {
            throw new PartitionStateUnavailableException("the state lacks deferred requests of campaign " + campaignId);
        }
        return deferred;
    }

    private List<Object> read(RequiredPosition required, long block, UUID campaignId) {
        PartitionKeys keys = new PartitionKeys(required.partition(), required.epoch());
        List<byte[]> names = List.of(keys.epoch(), keys.meta(), keys.outcomes(block), keys.campaign(campaignId));
        List<Object> reply;
        try {
            reply = redis.execute(readOutcomes, names, PartitionKeys.bytes(Long.toString(required.epoch())));
        } catch (DataAccessException failure) {
            throw RedisPartitionStateStore.unavailable(required.partition(), failure);
        }
        String applied = PartitionKeys.text(reply.get(1));
        if (applied.isEmpty() || Long.parseLong(applied) < required.through()) {
            throw new PartitionStateUnavailableException(
                    "the state of partition %d is recovering".formatted(required.partition()));
        }
        return reply;
    }
}
