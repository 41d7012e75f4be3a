package dev.firstcome.coupon.partitionstate.redis;

import dev.firstcome.coupon.partitionstate.OutcomeRange;
import dev.firstcome.coupon.partitionstate.StateView;
import dev.firstcome.coupon.partitionstate.redis.cluster.BinaryRedisTemplate;
import dev.firstcome.coupon.partitionstate.redis.cluster.LuaScript;
import dev.firstcome.coupon.partitionstate.redis.cluster.PartitionKeys;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;

/** Reads outcomes, a campaign and a user's coupon in one script call, and thus as of one position. */
final class StateViewReader {
    private static final byte[] NO_BYTES = {};
    private static final int HOLDER_BYTES = 12;
    private static final int HOLDER_WITH_CLIENT_BYTES = 28;
    private static final int OFFSET_BYTES = 6;
    private static final byte COUPON = 1;
    private static final int FAN_OUT_BYTES = 14;

    private final BinaryRedisTemplate redis;
    private final Counter errors;
    private final LuaScript readState = LuaScript.load("redis/read-state.lua");

    StateViewReader(BinaryRedisTemplate redis, MeterRegistry meters) {
        this.redis = redis;
        this.errors = meters.counter("firstcome.redis.errors", "cluster", "coupon");
    }

    /**
     * @param userId the user whose coupon is read, or null
     * @throws DataAccessException if the read fails
     */
    StateView read(PartitionKeys keys, long epoch, OutcomeRange offsets, UUID campaignId, @Nullable UUID userId) {
        long first = Math.max(0, offsets.first());
        List<byte[]> names = List.of(
                keys.epoch(),
                keys.meta(),
                keys.outcomes(first / PartitionKeys.BLOCK),
                keys.campaign(campaignId),
                keys.holders(campaignId));
        byte[][] arguments = {
            PartitionKeys.bytes(Long.toString(epoch)),
            PartitionKeys.bytes(Long.toString(first % PartitionKeys.BLOCK)),
            PartitionKeys.bytes(Integer.toString(offsets.count())),
            userId == null ? NO_BYTES : bytesOf(userId)
        };
        try {
            return view(redis.execute(readState, names, arguments), epoch, offsets);
        } catch (DataAccessException failure) {
            errors.increment();
            throw failure;
        }
    }

    private static StateView view(List<Object> reply, long epoch, OutcomeRange offsets) {
        String live = PartitionKeys.text(reply.get(0));
        byte[] applied = (byte[]) reply.get(1);
        if (!live.equals(Long.toString(epoch)) || applied.length == 0) {
            return new StateView.Missing(live.isEmpty() ? null : Long.valueOf(live));
        }
        byte[] phase = (byte[]) reply.get(3);
        byte[] holder = (byte[]) reply.get(6);
        return new StateView.At(
                ScriptReply.number(applied),
                ScriptReply.number(reply.get(7)),
                offsets.first(),
                offsets.isNone() ? NO_BYTES : (byte[]) reply.get(2),
                phase.length == 0 ? null : campaign(phaseOf(phase[0]), reply),
                holder.length == 0 ? null : holder(holder));
    }

    private static StateView.CampaignView campaign(StateView.Phase phase, List<Object> reply) {
        return new StateView.CampaignView(
                phase,
                ScriptReply.number(reply.get(4)),
                ScriptReply.number(reply.get(5)),
                ScriptReply.number(reply.get(8)),
                ScriptReply.number(reply.get(9)),
                ScriptReply.number(reply.get(10)),
                fanOutOffsets((byte[]) reply.get(11)),
                ScriptReply.hexOrNull(reply.get(12)));
    }

    private static List<Long> fanOutOffsets(byte[] packed) {
        List<Long> offsets = new ArrayList<>();
        ByteBuffer bytes = ByteBuffer.wrap(packed);
        while (bytes.remaining() >= FAN_OUT_BYTES) {
            offsets.add(ScriptReply.offset(bytes));
            bytes.position(bytes.position() + FAN_OUT_BYTES - OFFSET_BYTES);
        }
        return offsets;
    }

    private static StateView.Phase phaseOf(byte letter) {
        return switch (letter) {
            case 'S' -> StateView.Phase.SCHEDULED;
            case 'O' -> StateView.Phase.OPEN;
            case 'P' -> StateView.Phase.PAUSED;
            case 'C' -> StateView.Phase.CLOSED;
            default -> throw new IllegalStateException("unknown campaign phase: " + (char) letter);
        };
    }

    /** Returns the first of the user's coupons, or null if all requests of the user are deferred. */
    private static StateView.@Nullable Holder holder(byte[] packed) {
        int width = packed.length == HOLDER_BYTES ? HOLDER_BYTES : HOLDER_WITH_CLIENT_BYTES;
        for (int at = 0; at < packed.length; at += width) {
            if (packed[at] == COUPON) {
                ByteBuffer entry = ByteBuffer.wrap(packed, at + 2, Integer.BYTES + OFFSET_BYTES);
                long sequence = ScriptReply.unsignedInt(entry);
                return new StateView.Holder(sequence, ScriptReply.offset(entry));
            }
        }
        return null;
    }

    private static byte[] bytesOf(UUID id) {
        return ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array();
    }
}
