package dev.firstcome.coupon.partitionstate.redis;

import dev.firstcome.coupon.partitionstate.PartitionStateStore;
import dev.firstcome.coupon.partitionstate.ShadowStates;
import dev.firstcome.coupon.partitionstate.StateComparison;
import dev.firstcome.coupon.partitionstate.redis.cluster.BinaryRedisTemplate;
import dev.firstcome.coupon.partitionstate.redis.cluster.LuaScript;
import dev.firstcome.coupon.partitionstate.redis.cluster.NativeScriptExecutor;
import dev.firstcome.coupon.partitionstate.redis.cluster.PartitionKeys;
import dev.firstcome.coupon.partitionstate.redis.cluster.PartitionKeys.StateRole;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Shadow states in the coupon cluster: epochs whose number is in a separate key, beside that of the live epoch. */
@Component
class RedisShadowStates implements ShadowStates {
    private static final int KEYS_PER_UNLINK = 100;

    private final BinaryRedisTemplate redis;
    private final RedisPartitionStateStore shadows;
    private final LuaScript activateShadow = LuaScript.load("redis/activate-shadow.lua");

    RedisShadowStates(BinaryRedisTemplate redis, NativeScriptExecutor issuerScripts, MeterRegistry meters) {
        this.redis = redis;
        this.shadows = new RedisPartitionStateStore(
                redis, issuerScripts, meters, StateRole.SHADOW, RedisPartitionStateStore.Scripts.current());
    }

    @Override
    public PartitionStateStore store() {
        return shadows;
    }

    @Override
    public OptionalLong liveEpoch(int partition) {
        return number(new PartitionKeys(partition, 0).epoch());
    }

    private OptionalLong number(byte[] key) {
        byte @Nullable [] value = redis.opsForValue().get(key);
        return value == null ? OptionalLong.empty() : OptionalLong.of(ScriptReply.number(value));
    }

    @Override
    public boolean activate(int partition, long liveEpoch, long shadowEpoch) {
        PartitionKeys live = new PartitionKeys(partition, liveEpoch);
        PartitionKeys shadow = new PartitionKeys(partition, shadowEpoch, StateRole.SHADOW);
        List<Object> reply = redis.execute(
                activateShadow,
                List.of(live.epoch(), shadow.epoch(), live.meta(), shadow.meta()),
                PartitionKeys.bytes(Long.toString(liveEpoch)),
                PartitionKeys.bytes(Long.toString(shadowEpoch)));
        return PartitionKeys.text(reply.getFirst()).equals("OK");
    }

    @Override
    public void discard(int partition) {
        byte[] shadowKey = new PartitionKeys(partition, 0, StateRole.SHADOW).epoch();
        OptionalLong shadow = number(shadowKey);
        OptionalLong live = liveEpoch(partition);
        String prefix = new PartitionKeys(partition, 0).allEpochsPrefix();
        List<byte[]> obsolete = redis.keysWithPrefix(prefix).stream()
                .filter(key -> isObsolete(epochOf(key, prefix), shadow, live))
                .map(PartitionKeys::bytes)
                .toList();
        for (int from = 0; from < obsolete.size(); from += KEYS_PER_UNLINK) {
            // UNLINK frees large values in a thread of its own.
            redis.unlink(obsolete.subList(from, Math.min(obsolete.size(), from + KEYS_PER_UNLINK)));
        }
        if (number(shadowKey).equals(shadow)) {
            redis.delete(shadowKey);
        }
    }

    private static boolean isObsolete(OptionalLong epoch, OptionalLong shadow, OptionalLong live) {
        if (epoch.isEmpty() || epoch.equals(live)) {
            return false;
        }
        return epoch.equals(shadow) || (live.isPresent() && epoch.getAsLong() < live.getAsLong());
    }

    /** Returns the epoch that the key belongs to; empty for the key of the live epoch's number. */
    private static OptionalLong epochOf(String key, String prefix) {
        int end = key.indexOf(':', prefix.length());
        String digits = end < 0 ? "" : key.substring(prefix.length(), end);
        return digits.matches("[0-9]{1,18}") ? OptionalLong.of(Long.parseLong(digits)) : OptionalLong.empty();
    }

    @Override
    public byte[] outcomes(int partition, long epoch, long block) {
        byte @Nullable [] outcomes = redis.opsForValue().get(new PartitionKeys(partition, epoch).outcomes(block));
        return outcomes == null ? new byte[0] : outcomes;
    }

    @Override
    public StateComparison compare(int partition, long liveEpoch, long shadowEpoch, int differencesMax) {
        PartitionKeys live = new PartitionKeys(partition, liveEpoch);
        PartitionKeys shadow = new PartitionKeys(partition, shadowEpoch);
        EpochComparison comparison = new EpochComparison(redis, live, shadow, differencesMax);
        comparison.compareAll(redis.keysWithPrefix(live.epochPrefix()), redis.keysWithPrefix(shadow.epochPrefix()));
        return comparison;
    }
}
