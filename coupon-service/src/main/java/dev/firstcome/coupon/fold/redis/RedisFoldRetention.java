package dev.firstcome.coupon.fold.redis;

import dev.firstcome.coupon.fold.Floor;
import dev.firstcome.coupon.fold.FoldNeeds;
import dev.firstcome.coupon.fold.FoldRetention;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Reads what the scripts note in {@code meta} of where campaigns begin and end; one read, and so one moment. */
@Component
class RedisFoldRetention implements FoldRetention {
    private static final int BLOCKS_AT_ONCE = 500;
    private static final String FIRST = "first:";
    private static final String ENDED = "ended:";
    private static final byte[] BLOCKS = FoldKeys.bytes("blocks");

    private final CouponRedis redis;
    private final Script drop = new Script("redis/drop.lua");

    RedisFoldRetention(CouponRedis redis) {
        this.redis = redis;
    }

    @Override
    public Optional<FoldNeeds> needs(int partition, long epoch) {
        Map<String, String> meta = new HashMap<>();
        redis.commands()
                .hgetall(new FoldKeys(partition, epoch).meta())
                .forEach((name, value) -> meta.put(Script.text(name), Script.text(value)));
        String applied = meta.get("applied");
        String time = meta.get("time");
        if (applied == null || time == null) {
            return Optional.empty();
        }
        Floor end = new Floor(Long.parseLong(applied), Long.parseLong(time));
        return Optional.of(new FoldNeeds(end.offset(), end.timeMillis(), floor(meta, end), ended(meta)));
    }

    /** A fold that begins at the last record has its time already, and that record changes nothing in it. */
    private static Floor floor(Map<String, String> meta, Floor end) {
        return meta.entrySet().stream()
                .filter(field -> field.getKey().startsWith(FIRST))
                .map(field -> new Floor(number(field.getValue(), 0), number(field.getValue(), 1)))
                .min(Comparator.comparingLong(Floor::offset))
                .orElse(end);
    }

    private static List<FoldNeeds.Ended> ended(Map<String, String> meta) {
        List<FoldNeeds.Ended> ended = new ArrayList<>();
        meta.forEach((name, value) -> {
            if (name.startsWith(ENDED)) {
                UUID campaign = UUID.fromString(name.substring(ENDED.length()));
                ended.add(new FoldNeeds.Ended(campaign, number(value, 0), number(value, 1)));
            }
        });
        ended.sort(Comparator.comparingLong(FoldNeeds.Ended::offset));
        return ended;
    }

    private static long number(String pair, int index) {
        int space = pair.indexOf(' ');
        return Long.parseLong(index == 0 ? pair.substring(0, space) : pair.substring(space + 1));
    }

    @Override
    public void drop(int partition, long epoch, long below) {
        FoldKeys names = new FoldKeys(partition, epoch);
        byte[] known = redis.commands().hget(names.meta(), BLOCKS);
        long first = known == null ? 0 : Long.parseLong(Script.text(known));
        long stays = Math.min(below / FoldKeys.BLOCK, first + BLOCKS_AT_ONCE);
        if (first >= stays) {
            return;
        }
        List<byte[]> keys = new ArrayList<>(List.of(names.epoch(), names.meta()));
        for (long block = first; block < stays; block++) {
            keys.add(names.outcomes(block));
        }
        byte[][] arguments = {FoldKeys.bytes(Long.toString(epoch)), FoldKeys.bytes(Long.toString(stays))};
        drop.call(redis.commands(), keys.toArray(byte[][]::new), arguments);
    }
}
