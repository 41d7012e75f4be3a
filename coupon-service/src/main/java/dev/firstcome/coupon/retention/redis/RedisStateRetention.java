package dev.firstcome.coupon.retention.redis;

import dev.firstcome.coupon.partitionstate.redis.cluster.BinaryRedisTemplate;
import dev.firstcome.coupon.partitionstate.redis.cluster.LuaScript;
import dev.firstcome.coupon.partitionstate.redis.cluster.PartitionKeys;
import dev.firstcome.coupon.retention.LowWatermark;
import dev.firstcome.coupon.retention.RetentionRequirements;
import dev.firstcome.coupon.retention.StateRetention;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Computes the low watermark from the campaign offsets in {@code meta}. One read is consistent. */
@Component
class RedisStateRetention implements StateRetention {
    private static final int BLOCKS_PER_CALL = 500;
    private static final String FIRST = "first:";
    private static final String ENDED = "ended:";
    private static final byte[] BLOCKS = PartitionKeys.bytes("blocks");

    private final BinaryRedisTemplate redis;
    private final LuaScript truncateOutcomes = LuaScript.load("redis/truncate-outcomes.lua");

    RedisStateRetention(BinaryRedisTemplate redis) {
        this.redis = redis;
    }

    @Override
    public Optional<RetentionRequirements> requirements(int partition, long epoch) {
        Map<String, String> meta = new HashMap<>();
        redis.hashes()
                .entries(new PartitionKeys(partition, epoch).meta())
                .forEach((name, value) -> meta.put(PartitionKeys.text(name), PartitionKeys.text(value)));
        String applied = meta.get("applied");
        String time = meta.get("time");
        if (applied == null || time == null) {
            return Optional.empty();
        }
        LowWatermark end = new LowWatermark(Long.parseLong(applied), Long.parseLong(time));
        return Optional.of(
                new RetentionRequirements(end.offset(), end.timeMillis(), lowWatermark(meta, end), ended(meta)));
    }

    /**
     * Without a campaign, the low watermark is the last record. A recovery that starts there already has the time of
     * that record, so the record does not change the state again.
     */
    private static LowWatermark lowWatermark(Map<String, String> meta, LowWatermark end) {
        return meta.entrySet().stream()
                .filter(field -> field.getKey().startsWith(FIRST))
                .map(field -> new LowWatermark(number(field.getValue(), 0), number(field.getValue(), 1)))
                .min(Comparator.comparingLong(LowWatermark::offset))
                .orElse(end);
    }

    private static List<RetentionRequirements.Ended> ended(Map<String, String> meta) {
        List<RetentionRequirements.Ended> ended = new ArrayList<>();
        meta.forEach((name, value) -> {
            if (name.startsWith(ENDED)) {
                UUID campaign = UUID.fromString(name.substring(ENDED.length()));
                ended.add(new RetentionRequirements.Ended(campaign, number(value, 0), number(value, 1)));
            }
        });
        ended.sort(Comparator.comparingLong(RetentionRequirements.Ended::offset));
        return ended;
    }

    private static long number(String pair, int index) {
        int space = pair.indexOf(' ');
        return Long.parseLong(index == 0 ? pair.substring(0, space) : pair.substring(space + 1));
    }

    @Override
    public void truncateOutcomes(int partition, long epoch, long below) {
        PartitionKeys names = new PartitionKeys(partition, epoch);
        byte @Nullable [] firstBlock = redis.hashes().get(names.meta(), BLOCKS);
        long first = firstBlock == null ? 0 : Long.parseLong(PartitionKeys.text(firstBlock));
        long firstKept = Math.min(below / PartitionKeys.BLOCK, first + BLOCKS_PER_CALL);
        if (first >= firstKept) {
            return;
        }
        List<byte[]> keys = new ArrayList<>(List.of(names.epoch(), names.meta()));
        for (long block = first; block < firstKept; block++) {
            keys.add(names.outcomes(block));
        }
        redis.execute(
                truncateOutcomes,
                keys,
                PartitionKeys.bytes(Long.toString(epoch)),
                PartitionKeys.bytes(Long.toString(firstKept)));
    }
}
