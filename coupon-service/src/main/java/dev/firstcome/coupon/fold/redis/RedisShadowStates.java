package dev.firstcome.coupon.fold.redis;

import dev.firstcome.coupon.fold.PartitionFold;
import dev.firstcome.coupon.fold.ShadowStates;
import dev.firstcome.coupon.fold.StateComparison;
import dev.firstcome.coupon.fold.redis.FoldKeys.Stand;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanIterator;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/** Shadows in Redis: epochs whose number stands under a key of its own instead of the live epoch's. */
@Component
class RedisShadowStates implements ShadowStates {
    private static final int NAMES_AT_ONCE = 1_000;
    private static final int REMOVED_AT_ONCE = 100;

    private final CouponRedis redis;
    private final RedisPartitionFold fold;
    private final Script flip = new Script("redis/flip.lua");

    @Autowired
    RedisShadowStates(CouponRedis redis, MeterRegistry meters) {
        this(redis, new RedisPartitionFold(redis, meters, Stand.SHADOW, RedisPartitionFold.Scripts.ofThisVersion()));
    }

    RedisShadowStates(CouponRedis redis, RedisPartitionFold fold) {
        this.redis = redis;
        this.fold = fold;
    }

    @Override
    public PartitionFold fold() {
        return fold;
    }

    @Override
    public OptionalLong liveEpoch(int partition) {
        return number(new FoldKeys(partition, 0).epoch());
    }

    private OptionalLong number(byte[] key) {
        byte @Nullable [] value = redis.commands().get(key);
        return value == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(Script.text(value)));
    }

    @Override
    public boolean takeOver(int partition, long liveEpoch, long shadowEpoch) {
        FoldKeys live = new FoldKeys(partition, liveEpoch);
        FoldKeys shadow = new FoldKeys(partition, shadowEpoch, Stand.SHADOW);
        byte[][] keys = {live.epoch(), shadow.epoch(), live.meta(), shadow.meta()};
        byte[][] epochs = {FoldKeys.bytes(Long.toString(liveEpoch)), FoldKeys.bytes(Long.toString(shadowEpoch))};
        List<Object> reply = flip.call(redis.commands(), keys, epochs);
        return Script.text(reply.getFirst()).equals("OK");
    }

    @Override
    public void discard(int partition) {
        byte[] name = new FoldKeys(partition, 0, Stand.SHADOW).epoch();
        OptionalLong shadow = number(name);
        OptionalLong live = liveEpoch(partition);
        String stem = new FoldKeys(partition, 0).allEpochs();
        List<byte[]> gone = names(stem).stream()
                .filter(key -> isGone(epochOf(key, stem), shadow, live))
                .map(FoldKeys::bytes)
                .toList();
        for (int from = 0; from < gone.size(); from += REMOVED_AT_ONCE) {
            List<byte[]> some = gone.subList(from, Math.min(gone.size(), from + REMOVED_AT_ONCE));
            redis.commands().unlink(some.toArray(byte[][]::new)); // frees what is large beside what it serves
        }
        if (number(name).equals(shadow)) {
            redis.commands().del(name);
        }
    }

    private static boolean isGone(OptionalLong epoch, OptionalLong shadow, OptionalLong live) {
        if (epoch.isEmpty() || epoch.equals(live)) {
            return false;
        }
        return epoch.equals(shadow) || (live.isPresent() && epoch.getAsLong() < live.getAsLong());
    }

    /** Empty where it is no epoch's key, but one that names the live one. */
    private static OptionalLong epochOf(String key, String stem) {
        int end = key.indexOf(':', stem.length());
        String digits = end < 0 ? "" : key.substring(stem.length(), end);
        return digits.matches("[0-9]{1,18}") ? OptionalLong.of(Long.parseLong(digits)) : OptionalLong.empty();
    }

    private List<String> names(String beginning) {
        ScanIterator<byte[]> found = ScanIterator.scan(
                redis.commands(),
                ScanArgs.Builder.matches(FoldKeys.bytes(beginning + "*")).limit(NAMES_AT_ONCE));
        List<String> names = new ArrayList<>();
        found.forEachRemaining(name -> names.add(Script.text(name)));
        return names;
    }

    @Override
    public byte[] outcomes(int partition, long epoch, long block) {
        byte @Nullable [] outcomes = redis.commands().get(new FoldKeys(partition, epoch).outcomes(block));
        return outcomes == null ? new byte[0] : outcomes;
    }

    @Override
    public StateComparison compare(int partition, long liveEpoch, long shadowEpoch, int differencesMax) {
        FoldKeys live = new FoldKeys(partition, liveEpoch);
        FoldKeys shadow = new FoldKeys(partition, shadowEpoch);
        EpochComparison comparison = new EpochComparison(redis, live, shadow, differencesMax);
        comparison.look(names(live.prefix()), names(shadow.prefix()));
        return comparison;
    }
}
