package dev.firstcome.coupon.fold.redis;

import dev.firstcome.coupon.fold.DueCampaign;
import dev.firstcome.coupon.fold.FoldAnswer;
import dev.firstcome.coupon.fold.FoldPosition;
import dev.firstcome.coupon.fold.FoldUnavailable;
import dev.firstcome.coupon.fold.FoldView;
import dev.firstcome.coupon.fold.LogBatch;
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
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The fold in Redis. Its errors are Lettuce's own; a call that failed may have been carried out. */
@Component
class RedisPartitionFold implements PartitionFold {
    private static final byte[] APPLIED = FoldKeys.bytes("applied");
    private static final byte[] TOPIC = FoldKeys.bytes("topic");
    private static final byte[] PHASE = FoldKeys.bytes("phase");
    private static final byte[] CLOSES = FoldKeys.bytes("closes");
    private static final byte[] NO_PHASE = {0};
    private static final byte[] NO_TIME = FoldKeys.bytes(Long.toString(Long.MAX_VALUE));

    private final CouponRedis redis;
    private final Counter errors;
    private final Script fold = new Script("redis/fold.lua");
    private final Script look = new Script("redis/look.lua");

    RedisPartitionFold(CouponRedis redis, MeterRegistry meters) {
        this.redis = redis;
        this.errors = meters.counter("firstcome.redis.errors", "cluster", "coupon");
    }

    @Override
    public FoldAnswer apply(LogBatch batch) {
        FoldCall call = new FoldCall(batch);
        List<Object> reply = counted(() -> fold.call(redis.commands(), call.keys(), call.arguments()));
        String verdict = Script.text(reply.getFirst());
        return switch (verdict) {
            case "OK" ->
                new FoldAnswer.Applied(
                        outcomes((byte[]) reply.get(1), batch.entries().size()));
            case "GAP" -> new FoldAnswer.Gap();
            case "FORK" -> new FoldAnswer.Fork(number(reply.get(1)));
            case "STALE" -> new FoldAnswer.Stale(number(reply.get(1)));
            case "EPOCH" -> new FoldAnswer.OtherEpoch();
            case "TOPIC" -> new FoldAnswer.OtherTopic(Script.text(reply.get(1)));
            case "UNKNOWN_RULES" -> new FoldAnswer.UnknownRules(number(reply.get(1)));
            default -> throw new IllegalStateException("fold.lua answered " + verdict);
        };
    }

    private List<Object> counted(Supplier<List<Object>> call) {
        try {
            return call.get();
        } catch (RedisException away) {
            errors.increment();
            throw away;
        }
    }

    private static List<Outcome> outcomes(byte[] packed, int count) {
        List<Outcome> outcomes = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            Outcome outcome = Outcome.at(packed, i);
            if (outcome == null) {
                throw new IllegalStateException("fold.lua left record %d of %d undecided".formatted(i, count));
            }
            outcomes.add(outcome);
        }
        return outcomes;
    }

    @Override
    public Optional<FoldPosition> position(int partition) {
        RedisAdvancedClusterCommands<byte[], byte[]> commands = redis.commands();
        byte[] live = commands.get(new FoldKeys(partition, 0).epoch());
        if (live == null) {
            return Optional.empty();
        }
        long epoch = number(live);
        List<KeyValue<byte[], byte[]>> meta = commands.hmget(new FoldKeys(partition, epoch).meta(), APPLIED, TOPIC);
        if (!meta.get(0).hasValue() || !meta.get(1).hasValue()) {
            return Optional.empty();
        }
        return Optional.of(new FoldPosition(
                epoch, Script.text(meta.get(1).getValue()), number(meta.get(0).getValue())));
    }

    @Override
    public List<DueCampaign> due(int partition, long epoch, long untilMillis, int limit) {
        RedisAdvancedClusterCommands<byte[], byte[]> commands = redis.commands();
        FoldKeys keys = new FoldKeys(partition, epoch);
        List<ScoredValue<byte[]>> found =
                commands.zrangebyscoreWithScores(keys.due(), Range.create(0, untilMillis), Limit.create(0, limit));
        List<DueCampaign> due = new ArrayList<>();
        for (ScoredValue<byte[]> next : found) {
            UUID id = UUID.fromString(Script.text(next.getValue()));
            List<KeyValue<byte[], byte[]>> terms = commands.hmget(keys.campaign(id), PHASE, CLOSES);
            boolean open = terms.get(0).getValueOrElse(NO_PHASE)[0] == 'O';
            due.add(new DueCampaign(id, open, number(terms.get(1).getValueOrElse(NO_TIME))));
        }
        return due;
    }

    @Override
    public OptionalLong nextDue(int partition, long epoch) {
        List<ScoredValue<byte[]>> first = redis.commands().zrangeWithScores(new FoldKeys(partition, epoch).due(), 0, 0);
        return first.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of((long) first.getFirst().getScore());
    }

    @Override
    public FoldView look(int partition, long epoch, long offset, UUID campaignId, @Nullable UUID userId) {
        FoldKeys keys = new FoldKeys(partition, epoch);
        long asked = Math.max(0, offset);
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
            userId == null ? new byte[0] : bytesOf(userId)
        };
        try {
            return view(counted(() -> look.call(redis.commands(), names, arguments)), epoch, offset);
        } catch (RedisException away) {
            throw new FoldUnavailable("the state of partition %d cannot be read".formatted(partition), away);
        }
    }

    private static FoldView view(List<Object> reply, long epoch, long offset) {
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
                offset < 0 ? null : Outcome.at((byte[]) reply.get(2), 0),
                phase.length == 0
                        ? null
                        : new FoldView.CampaignFold(phaseOf(phase[0]), number(reply.get(4)), number(reply.get(5))),
                holder.length == 0 ? null : holder(holder));
    }

    private static FoldView.Phase phaseOf(byte letter) {
        return switch (letter) {
            case 'S' -> FoldView.Phase.SCHEDULED;
            case 'O' -> FoldView.Phase.OPEN;
            case 'C' -> FoldView.Phase.CLOSED;
            default -> throw new IllegalStateException("no phase is called " + (char) letter);
        };
    }

    /** Sequence in 5 bytes, offset in 6. */
    private static FoldView.Holder holder(byte[] packed) {
        ByteBuffer wide = ByteBuffer.allocate(16)
                .position(3)
                .put(packed, 0, 5)
                .position(10)
                .put(packed, 5, 6);
        return new FoldView.Holder(wide.getLong(0), wide.getLong(8));
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
