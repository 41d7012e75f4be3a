package dev.firstcome.coupon.fold.redis;

import dev.firstcome.coupon.fold.DueCampaign;
import dev.firstcome.coupon.fold.FanOutStep;
import dev.firstcome.coupon.fold.FoldAnswer;
import dev.firstcome.coupon.fold.FoldPosition;
import dev.firstcome.coupon.fold.FoldUnavailable;
import dev.firstcome.coupon.fold.FoldView;
import dev.firstcome.coupon.fold.HeldRequest;
import dev.firstcome.coupon.fold.LogBatch;
import dev.firstcome.coupon.fold.Offsets;
import dev.firstcome.coupon.fold.Outcome;
import dev.firstcome.coupon.fold.PartitionFold;
import io.lettuce.core.KeyValue;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.RedisException;
import io.lettuce.core.ScoredValue;
import io.lettuce.core.cluster.api.sync.RedisAdvancedClusterCommands;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/** The fold in Redis. Its errors are Lettuce's own; a call that failed may have been carried out. */
@Component
class RedisPartitionFold implements PartitionFold {
    private static final byte[] APPLIED = FoldKeys.bytes("applied");
    private static final byte[] TOPIC = FoldKeys.bytes("topic");
    private static final byte[] FORM = FoldKeys.bytes("form");

    /** As {@code fold.lua} writes it. A state of another form is no state, and is made anew from the log. */
    private static final byte[] PRESENT_FORM = FoldKeys.bytes("4");

    private static final byte[] PHASE = FoldKeys.bytes("phase");
    private static final byte[] CLOSES = FoldKeys.bytes("closes");
    private static final byte[] DRAW_FROM = FoldKeys.bytes("drawFrom");
    private static final byte[] SEED = FoldKeys.bytes("seed");
    private static final byte[] NO_PHASE = {0};
    private static final byte[] NOTHING = {};
    private static final byte[] NO_TIME = FoldKeys.bytes(Long.toString(Long.MAX_VALUE));

    private static final int HELD_BYTES = 22;
    private static final int HOLDER_BYTES = 12;
    private static final int HOLDER_WITH_CLIENT_BYTES = 28;
    private static final byte COUPON = 1;
    private static final int FAN_OUT_BYTES = 14;

    private final CouponRedis redis;
    private final Counter errors;
    private final FoldKeys.Stand stand;
    private final Scripts scripts;
    private final Script look = new Script("redis/look.lua");

    @Autowired
    RedisPartitionFold(CouponRedis redis, MeterRegistry meters) {
        this(redis, meters, FoldKeys.Stand.LIVE, Scripts.ofThisVersion());
    }

    RedisPartitionFold(CouponRedis redis, MeterRegistry meters, Script fold, Script fanOut) {
        this(redis, meters, FoldKeys.Stand.LIVE, new Scripts(fold, fanOut));
    }

    RedisPartitionFold(CouponRedis redis, MeterRegistry meters, FoldKeys.Stand stand, Scripts scripts) {
        this.stand = stand;
        this.scripts = scripts;
        this.redis = redis;
        this.errors = meters.counter("firstcome.redis.errors", "cluster", "coupon");
    }

    /** What applies records. */
    record Scripts(Script fold, Script fanOut) {
        static Scripts ofThisVersion() {
            return new Scripts(new Script("redis/fold.lua"), new Script("redis/fanout.lua"));
        }
    }

    private FoldKeys keys(int partition, long epoch) {
        return new FoldKeys(partition, epoch, stand);
    }

    @Override
    public FoldAnswer apply(LogBatch batch) {
        FoldCall call = new FoldCall(batch, keys(batch.partition(), batch.epoch()));
        List<Object> reply = counted(() -> scripts.fold().call(redis.commands(), call.keys(), call.arguments()));
        String verdict = Script.text(reply.getFirst());
        if (verdict.equals("FANOUT")) {
            return new FoldAnswer.FanOut(
                    number(reply.get(1)), number(reply.get(2)), number(reply.get(3)), seed(reply.get(4)));
        }
        return answer(verdict, reply);
    }

    @Override
    public FoldAnswer apply(FanOutStep step) {
        FanOutCall call = new FanOutCall(step, keys(step.partition(), step.epoch()));
        List<Object> reply = counted(() -> scripts.fanOut().call(redis.commands(), call.keys(), call.arguments()));
        return answer(Script.text(reply.getFirst()), reply);
    }

    private static FoldAnswer answer(String verdict, List<Object> reply) {
        return switch (verdict) {
            case "OK" -> new FoldAnswer.Applied(outcomes((byte[]) reply.get(1)));
            case "OTHER" -> new FoldAnswer.OtherRequests();
            case "GAP" -> new FoldAnswer.Gap();
            case "FORK" -> new FoldAnswer.Fork(number(reply.get(1)));
            case "STALE" -> new FoldAnswer.Stale(number(reply.get(1)));
            case "EPOCH" -> new FoldAnswer.OtherEpoch();
            case "TOPIC" -> new FoldAnswer.OtherTopic(Script.text(reply.get(1)));
            case "UNKNOWN_RULES" -> new FoldAnswer.UnknownRules(number(reply.get(1)));
            default -> throw new IllegalStateException("the script answered " + verdict);
        };
    }

    private static @Nullable String seed(Object reply) {
        byte[] seed = (byte[]) reply;
        return seed.length == 0 ? null : HexFormat.of().formatHex(seed);
    }

    private List<Object> counted(Supplier<List<Object>> call) {
        try {
            return call.get();
        } catch (RedisException away) {
            errors.increment();
            throw away;
        }
    }

    private static List<Outcome> outcomes(byte[] packed) {
        int count = packed.length / Outcome.BYTES;
        List<Outcome> outcomes = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            Outcome outcome = Outcome.at(packed, i);
            if (outcome == null) {
                throw new IllegalStateException("the script left record %d of %d undecided".formatted(i, count));
            }
            outcomes.add(outcome);
        }
        return outcomes;
    }

    @Override
    public Optional<FoldPosition> position(int partition) {
        RedisAdvancedClusterCommands<byte[], byte[]> commands = redis.commands();
        byte[] live = commands.get(keys(partition, 0).epoch());
        if (live == null) {
            return Optional.empty();
        }
        long epoch = number(live);
        List<KeyValue<byte[], byte[]>> meta =
                commands.hmget(keys(partition, epoch).meta(), APPLIED, TOPIC, FORM);
        boolean ours = meta.get(2).hasValue()
                && Arrays.equals(PRESENT_FORM, meta.get(2).getValue());
        if (!ours || !meta.get(0).hasValue() || !meta.get(1).hasValue()) {
            return Optional.empty();
        }
        return Optional.of(new FoldPosition(
                epoch, Script.text(meta.get(1).getValue()), number(meta.get(0).getValue())));
    }

    @Override
    public List<HeldRequest> held(int partition, long epoch, UUID campaignId, long first, long last) {
        byte[] key = keys(partition, epoch).held(campaignId);
        byte[] packed = redis.commands().getrange(key, (first - 1) * HELD_BYTES, last * HELD_BYTES - 1);
        List<HeldRequest> held = new ArrayList<>();
        ByteBuffer bytes = ByteBuffer.wrap(packed);
        for (long arrival = first; bytes.remaining() >= HELD_BYTES; arrival++) {
            long offset = (bytes.getShort() & 0xFFFFL) << Integer.SIZE | bytes.getInt() & 0xFFFF_FFFFL;
            held.add(new HeldRequest(offset, new UUID(bytes.getLong(), bytes.getLong()), arrival));
        }
        return held;
    }

    @Override
    public OptionalLong deferredOffset(int partition, long epoch, UUID campaignId, long arrival) {
        try {
            return PartitionFold.super.deferredOffset(partition, epoch, campaignId, arrival);
        } catch (RedisException unavailable) {
            throw new FoldUnavailable("the state of partition %d cannot be read".formatted(partition), unavailable);
        }
    }

    @Override
    public boolean decided(int partition, long epoch, UUID campaignId, String commandId) {
        byte[] key = keys(partition, epoch).commands(campaignId);
        try {
            return redis.commands().hexists(key, FoldKeys.bytes(commandId));
        } catch (RedisException away) {
            throw new FoldUnavailable("the state of partition %d cannot be read".formatted(partition), away);
        }
    }

    @Override
    public List<DueCampaign> due(int partition, long epoch, long untilMillis, int limit) {
        RedisAdvancedClusterCommands<byte[], byte[]> commands = redis.commands();
        FoldKeys keys = keys(partition, epoch);
        List<ScoredValue<byte[]>> found =
                commands.zrangebyscoreWithScores(keys.due(), Range.create(0, untilMillis), Limit.create(0, limit));
        List<DueCampaign> due = new ArrayList<>();
        for (ScoredValue<byte[]> next : found) {
            UUID id = UUID.fromString(Script.text(next.getValue()));
            List<KeyValue<byte[], byte[]>> terms = commands.hmget(keys.campaign(id), PHASE, CLOSES, DRAW_FROM, SEED);
            boolean open = terms.get(0).getValueOrElse(NO_PHASE)[0] == 'O';
            boolean toBeDrawn = terms.get(2).hasValue() && !terms.get(3).hasValue();
            due.add(new DueCampaign(id, open, toBeDrawn, number(terms.get(1).getValueOrElse(NO_TIME))));
        }
        return due;
    }

    @Override
    public OptionalLong nextDue(int partition, long epoch) {
        List<ScoredValue<byte[]>> first =
                redis.commands().zrangeWithScores(keys(partition, epoch).due(), 0, 0);
        return first.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of((long) first.getFirst().getScore());
    }

    @Override
    public FoldView look(int partition, long epoch, Offsets offsets, UUID campaignId, @Nullable UUID userId) {
        FoldKeys keys = keys(partition, epoch);
        long asked = Math.max(0, offsets.first());
        byte[][] names = {
            keys.epoch(),
            keys.meta(),
            keys.outcomes(asked / FoldKeys.BLOCK),
            keys.campaign(campaignId),
            keys.holders(campaignId)
        };
        byte[][] arguments = {
            FoldKeys.bytes(Long.toString(epoch)),
            FoldKeys.bytes(Long.toString(asked % FoldKeys.BLOCK)),
            FoldKeys.bytes(Integer.toString(offsets.count())),
            userId == null ? NOTHING : bytesOf(userId)
        };
        try {
            return view(counted(() -> look.call(redis.commands(), names, arguments)), epoch, offsets);
        } catch (RedisException away) {
            throw new FoldUnavailable("the state of partition %d cannot be read".formatted(partition), away);
        }
    }

    private static FoldView view(List<Object> reply, long epoch, Offsets offsets) {
        String live = Script.text(reply.get(0));
        byte[] applied = (byte[]) reply.get(1);
        if (!live.equals(Long.toString(epoch)) || applied.length == 0) {
            return new FoldView.Missing(live.isEmpty() ? null : Long.valueOf(live));
        }
        byte[] phase = (byte[]) reply.get(3);
        byte[] holder = (byte[]) reply.get(6);
        return new FoldView.At(
                number(applied),
                number(reply.get(7)),
                offsets.first(),
                offsets.isNone() ? NOTHING : (byte[]) reply.get(2),
                phase.length == 0 ? null : campaign(phaseOf(phase[0]), reply),
                holder.length == 0 ? null : holder(holder));
    }

    private static FoldView.CampaignFold campaign(FoldView.Phase phase, List<Object> reply) {
        List<Long> fanOuts = new ArrayList<>();
        ByteBuffer packed = ByteBuffer.wrap((byte[]) reply.get(11));
        while (packed.remaining() >= FAN_OUT_BYTES) {
            fanOuts.add((packed.getShort() & 0xFFFFL) << Integer.SIZE | packed.getInt() & 0xFFFF_FFFFL);
            packed.position(packed.position() + FAN_OUT_BYTES - 6);
        }
        return new FoldView.CampaignFold(
                phase,
                number(reply.get(4)),
                number(reply.get(5)),
                number(reply.get(8)),
                number(reply.get(9)),
                number(reply.get(10)),
                fanOuts,
                seed(reply.get(12)));
    }

    private static FoldView.Phase phaseOf(byte letter) {
        return switch (letter) {
            case 'S' -> FoldView.Phase.SCHEDULED;
            case 'O' -> FoldView.Phase.OPEN;
            case 'P' -> FoldView.Phase.PAUSED;
            case 'C' -> FoldView.Phase.CLOSED;
            default -> throw new IllegalStateException("no phase is called " + (char) letter);
        };
    }

    /** The first of the user's coupons; null if all that the user has is held. */
    private static FoldView.@Nullable Holder holder(byte[] packed) {
        int width = packed.length == HOLDER_BYTES ? HOLDER_BYTES : HOLDER_WITH_CLIENT_BYTES;
        for (int at = 0; at < packed.length; at += width) {
            if (packed[at] == COUPON) {
                ByteBuffer wide = ByteBuffer.allocate(Long.BYTES).position(2).put(packed, at + 6, 6);
                long sequence = ByteBuffer.wrap(packed, at + 2, Integer.BYTES).getInt() & 0xFFFF_FFFFL;
                return new FoldView.Holder(sequence, wide.getLong(0));
            }
        }
        return null;
    }

    private static long number(Object reply) {
        return Long.parseLong(Script.text(reply));
    }

    private static byte[] bytesOf(UUID id) {
        return ByteBuffer.allocate(16)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array();
    }
}
