package dev.firstcome.coupon.partitionstate.redis;

import dev.firstcome.contracts.coupon.log.CouponRecord;
import dev.firstcome.coupon.hashing.DrawAlgorithm;
import dev.firstcome.coupon.hashing.Hashes;
import dev.firstcome.coupon.partitionstate.DeferredRequest;
import dev.firstcome.coupon.partitionstate.FanOutStep;
import dev.firstcome.coupon.partitionstate.redis.cluster.PartitionKeys;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/** Encodes a fan-out step as the keys and arguments of {@code fanout.lua}, in the order that its header defines. */
final class FanOutCall {
    private static final int REQUEST_BYTES = 28;

    private final List<byte[]> keys = new ArrayList<>();
    private final List<byte[]> arguments = new ArrayList<>();

    FanOutCall(FanOutStep step, PartitionKeys names) {
        CouponRecord record = Objects.requireNonNull(step.by().record());
        UUID campaign = record.campaignId();
        keys.addAll(List.of(
                names.epoch(),
                names.meta(),
                names.due(),
                names.campaign(campaign),
                names.holders(campaign),
                names.commands(campaign),
                names.blocked(campaign),
                names.outcomes(step.by().offset() / PartitionKeys.BLOCK)));
        add(Long.toString(step.epoch()));
        add(step.topicId());
        add(step.predecessor().isPresent() ? Long.toString(step.predecessor().getAsLong()) : "");
        arguments.add(PackedRecord.of(step.by(), 0, Hashes.newDigest()));
        add(campaign.toString());
        add(Long.toString(step.first()));
        addRequests(step, campaign, names);
    }

    private void addRequests(FanOutStep step, UUID campaign, PartitionKeys names) {
        Map<Long, Integer> blocks = new LinkedHashMap<>();
        for (DeferredRequest request : step.requests()) {
            long block = request.offset() / PartitionKeys.BLOCK;
            Integer index = blocks.get(block);
            if (index == null) {
                index = blocks.size() + 1;
                blocks.put(block, index);
                keys.add(names.outcomes(block));
            }
            arguments.add(packed(request, index, rank(step, campaign, request)));
        }
    }

    /** Returns the draw rank, or no bytes if the requests are decided in the order of their arrival. */
    private static byte[] rank(FanOutStep step, UUID campaign, DeferredRequest request) {
        String seed = step.seed();
        return seed == null
                ? new byte[0]
                : DrawAlgorithm.rank(HexFormat.of().parseHex(seed), campaign, request.userId());
    }

    private static byte[] packed(DeferredRequest request, int block, byte[] rank) {
        ByteBuffer packed = ByteBuffer.allocate(REQUEST_BYTES + rank.length);
        PackedRecord.putUnsigned(packed, request.offset(), 6)
                .putLong(request.userId().getMostSignificantBits())
                .putLong(request.userId().getLeastSignificantBits());
        PackedRecord.putUnsigned(packed, request.arrival(), 4);
        return PackedRecord.putUnsigned(packed, block, 2).put(rank).array();
    }

    byte[][] keys() {
        return keys.toArray(byte[][]::new);
    }

    byte[][] arguments() {
        return arguments.toArray(byte[][]::new);
    }

    private void add(String argument) {
        arguments.add(PartitionKeys.bytes(argument));
    }
}
