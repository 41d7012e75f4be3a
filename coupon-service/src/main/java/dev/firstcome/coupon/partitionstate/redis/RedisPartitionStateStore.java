package dev.firstcome.coupon.partitionstate.redis;

import static java.util.Objects.requireNonNull;

import dev.firstcome.coupon.partitionstate.ApplyResult;
import dev.firstcome.coupon.partitionstate.DeferredRequest;
import dev.firstcome.coupon.partitionstate.DueCampaign;
import dev.firstcome.coupon.partitionstate.FanOutStep;
import dev.firstcome.coupon.partitionstate.LogBatch;
import dev.firstcome.coupon.partitionstate.Outcome;
import dev.firstcome.coupon.partitionstate.OutcomeRange;
import dev.firstcome.coupon.partitionstate.PartitionStateStore;
import dev.firstcome.coupon.partitionstate.PartitionStateUnavailableException;
import dev.firstcome.coupon.partitionstate.StatePosition;
import dev.firstcome.coupon.partitionstate.StateView;
import dev.firstcome.coupon.partitionstate.redis.cluster.BinaryRedisTemplate;
import dev.firstcome.coupon.partitionstate.redis.cluster.LuaScript;
import dev.firstcome.coupon.partitionstate.redis.cluster.NativeScriptExecutor;
import dev.firstcome.coupon.partitionstate.redis.cluster.PartitionKeys;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataAccessException;
import org.springframework.data.redis.core.ZSetOperations.TypedTuple;
import org.springframework.stereotype.Component;

/**
 * Partition states in the coupon cluster. A failed call of {@code apply} may have been executed; its errors are those
 * of Lettuce or Spring Data, unchanged.
 */
@Component
class RedisPartitionStateStore implements PartitionStateStore {
    private static final byte[] APPLIED = PartitionKeys.bytes("applied");
    private static final byte[] TOPIC = PartitionKeys.bytes("topic");
    private static final byte[] FORMAT = PartitionKeys.bytes("format");

    /** The format that {@code fold.lua} writes. A state in another format counts as missing and is rebuilt. */
    private static final byte[] CURRENT_FORMAT = PartitionKeys.bytes("5");

    private static final byte[] PHASE = PartitionKeys.bytes("phase");
    private static final byte[] CLOSES = PartitionKeys.bytes("closes");
    private static final byte[] DRAW_FROM = PartitionKeys.bytes("drawFrom");
    private static final byte[] SEED = PartitionKeys.bytes("seed");
    private static final int DEFERRED_BYTES = 22;

    private final BinaryRedisTemplate redis;
    private final NativeScriptExecutor issuerScripts;
    private final StateViewReader views;
    private final PartitionKeys.StateRole role;
    private final Scripts scripts;

    @Autowired
    RedisPartitionStateStore(BinaryRedisTemplate redis, NativeScriptExecutor issuerScripts, MeterRegistry meters) {
        this(redis, issuerScripts, meters, PartitionKeys.StateRole.LIVE, Scripts.current());
    }

    RedisPartitionStateStore(
            BinaryRedisTemplate redis,
            NativeScriptExecutor issuerScripts,
            MeterRegistry meters,
            PartitionKeys.StateRole role,
            Scripts scripts) {
        this.redis = redis;
        this.issuerScripts = issuerScripts;
        this.views = new StateViewReader(redis, meters);
        this.role = role;
        this.scripts = scripts;
    }

    /** The scripts that apply records. */
    record Scripts(LuaScript fold, LuaScript fanOut) {
        static Scripts current() {
            return new Scripts(LuaScript.load("redis/fold.lua"), LuaScript.load("redis/fanout.lua"));
        }
    }

    private PartitionKeys keys(int partition, long epoch) {
        return new PartitionKeys(partition, epoch, role);
    }

    @Override
    public ApplyResult apply(LogBatch batch) {
        BatchCall call = new BatchCall(batch, keys(batch.partition(), batch.epoch()));
        List<Object> reply = issuerScripts.execute(scripts.fold(), call.keys(), call.arguments());
        String code = PartitionKeys.text(reply.getFirst());
        if (code.equals("FANOUT")) {
            return new ApplyResult.FanOut(
                    ScriptReply.number(reply.get(1)),
                    ScriptReply.number(reply.get(2)),
                    ScriptReply.number(reply.get(3)),
                    ScriptReply.hexOrNull(reply.get(4)));
        }
        return answer(code, reply);
    }

    @Override
    public ApplyResult apply(FanOutStep step) {
        FanOutCall call = new FanOutCall(step, keys(step.partition(), step.epoch()));
        List<Object> reply = issuerScripts.execute(scripts.fanOut(), call.keys(), call.arguments());
        return answer(PartitionKeys.text(reply.getFirst()), reply);
    }

    private static ApplyResult answer(String code, List<Object> reply) {
        return switch (code) {
            case "OK" -> new ApplyResult.Applied(outcomes((byte[]) reply.get(1)));
            case "OTHER" -> new ApplyResult.OtherRequests();
            case "GAP" -> new ApplyResult.Gap();
            case "FORK" -> new ApplyResult.Fork(ScriptReply.number(reply.get(1)));
            case "STALE" -> new ApplyResult.Stale(ScriptReply.number(reply.get(1)));
            case "EPOCH" -> new ApplyResult.OtherEpoch();
            case "TOPIC" -> new ApplyResult.OtherTopic(PartitionKeys.text(reply.get(1)));
            case "UNKNOWN_RULES" -> new ApplyResult.UnknownRules(ScriptReply.number(reply.get(1)));
            default -> throw new IllegalStateException("unknown script reply code: " + code);
        };
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
    public Optional<StatePosition> position(int partition) {
        byte @Nullable [] live = redis.opsForValue().get(keys(partition, 0).epoch());
        if (live == null) {
            return Optional.empty();
        }
        long epoch = ScriptReply.number(live);
        List<byte[]> meta = redis.hashes().multiGet(keys(partition, epoch).meta(), List.of(APPLIED, TOPIC, FORMAT));
        byte @Nullable [] applied = meta.get(0);
        byte @Nullable [] topic = meta.get(1);
        if (applied == null || topic == null || !Arrays.equals(CURRENT_FORMAT, meta.get(2))) {
            return Optional.empty();
        }
        return Optional.of(new StatePosition(epoch, PartitionKeys.text(topic), ScriptReply.number(applied)));
    }

    @Override
    public List<DeferredRequest> deferred(int partition, long epoch, UUID campaignId, long first, long last) {
        byte[] key = keys(partition, epoch).deferred(campaignId);
        byte[] packed = redis.getRange(key, (first - 1) * DEFERRED_BYTES, last * DEFERRED_BYTES - 1);
        List<DeferredRequest> deferred = new ArrayList<>();
        ByteBuffer bytes = ByteBuffer.wrap(packed);
        for (long arrival = first; bytes.remaining() >= DEFERRED_BYTES; arrival++) {
            long offset = ScriptReply.offset(bytes);
            deferred.add(new DeferredRequest(offset, new UUID(bytes.getLong(), bytes.getLong()), arrival));
        }
        return deferred;
    }

    @Override
    public OptionalLong deferredOffset(int partition, long epoch, UUID campaignId, long arrival) {
        try {
            return PartitionStateStore.super.deferredOffset(partition, epoch, campaignId, arrival);
        } catch (DataAccessException failure) {
            throw unavailable(partition, failure);
        }
    }

    @Override
    public boolean decided(int partition, long epoch, UUID campaignId, String commandId) {
        byte[] key = keys(partition, epoch).commands(campaignId);
        try {
            return redis.hashes().hasKey(key, PartitionKeys.bytes(commandId));
        } catch (DataAccessException failure) {
            throw unavailable(partition, failure);
        }
    }

    @Override
    public List<DueCampaign> due(int partition, long epoch, long untilMillis, int limit) {
        PartitionKeys keys = keys(partition, epoch);
        Set<TypedTuple<byte[]>> due =
                redis.opsForZSet().rangeByScoreWithScores(keys.due(), 0, (double) untilMillis, 0, limit);
        List<DueCampaign> campaigns = new ArrayList<>();
        for (TypedTuple<byte[]> campaign : due) {
            campaigns.add(dueCampaign(keys, UUID.fromString(PartitionKeys.text(requireNonNull(campaign.getValue())))));
        }
        return campaigns;
    }

    private DueCampaign dueCampaign(PartitionKeys keys, UUID id) {
        List<byte[]> terms = redis.hashes().multiGet(keys.campaign(id), List.of(PHASE, CLOSES, DRAW_FROM, SEED));
        byte @Nullable [] phase = terms.get(0);
        byte @Nullable [] closes = terms.get(1);
        boolean open = phase != null && phase[0] == 'O';
        boolean seedIsMissing = terms.get(2) != null && terms.get(3) == null;
        return new DueCampaign(id, open, seedIsMissing, closes == null ? Long.MAX_VALUE : ScriptReply.number(closes));
    }

    @Override
    public OptionalLong nextDue(int partition, long epoch) {
        return redis.opsForZSet().rangeWithScores(keys(partition, epoch).due(), 0, 0).stream()
                .mapToLong(campaign -> requireNonNull(campaign.getScore()).longValue())
                .findFirst();
    }

    @Override
    public StateView read(int partition, long epoch, OutcomeRange offsets, UUID campaignId, @Nullable UUID userId) {
        try {
            return views.read(keys(partition, epoch), epoch, offsets, campaignId, userId);
        } catch (DataAccessException failure) {
            throw unavailable(partition, failure);
        }
    }

    /** Translates a failed read into the error of the port. */
    static PartitionStateUnavailableException unavailable(int partition, DataAccessException cause) {
        return new PartitionStateUnavailableException(
                "the state of partition %d cannot be read".formatted(partition), cause);
    }
}
