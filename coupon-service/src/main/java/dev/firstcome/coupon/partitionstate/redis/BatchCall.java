package dev.firstcome.coupon.partitionstate.redis;

import dev.firstcome.contracts.coupon.log.CouponRecord;
import dev.firstcome.coupon.hashing.Hashes;
import dev.firstcome.coupon.log.LogEntry;
import dev.firstcome.coupon.partitionstate.LogBatch;
import dev.firstcome.coupon.partitionstate.redis.cluster.PartitionKeys;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Encodes a batch as the keys and arguments of {@code fold.lua}, in the order that its header defines. */
final class BatchCall {
    private final List<byte[]> keys = new ArrayList<>();
    private final List<byte[]> arguments = new ArrayList<>();
    private final Map<UUID, Integer> campaigns = new LinkedHashMap<>();
    private final MessageDigest digest = Hashes.newDigest();

    BatchCall(LogBatch batch, PartitionKeys names) {
        List<byte[]> records = batch.entries().stream().map(this::pack).toList();
        long firstBlock =
                batch.entries().isEmpty() ? 0 : blockOf(batch.entries().getFirst());
        long lastBlock = batch.entries().isEmpty() ? 0 : blockOf(batch.entries().getLast());
        addKeys(names, firstBlock, lastBlock);

        add(Long.toString(batch.epoch()));
        add(batch.topicId());
        add(Integer.toString(batch.partition()));
        add(
                batch.predecessor().isPresent()
                        ? Long.toString(batch.predecessor().getAsLong())
                        : "@" + batch.lowWatermarkTimeMillis());
        add(Long.toString(firstBlock));
        add(Long.toString(lastBlock - firstBlock + 1));
        add(Integer.toString(campaigns.size()));
        campaigns.keySet().forEach(id -> add(id.toString()));
        arguments.addAll(records);
    }

    byte[][] keys() {
        return keys.toArray(byte[][]::new);
    }

    byte[][] arguments() {
        return arguments.toArray(byte[][]::new);
    }

    private void addKeys(PartitionKeys names, long firstBlock, long lastBlock) {
        keys.add(names.epoch());
        keys.add(names.meta());
        keys.add(names.due());
        for (long block = firstBlock; block <= lastBlock; block++) {
            keys.add(names.outcomes(block));
        }
        for (UUID id : campaigns.keySet()) {
            keys.add(names.campaign(id));
            keys.add(names.holders(id));
            keys.add(names.commands(id));
            keys.add(names.deferred(id));
            keys.add(names.blocked(id));
            keys.add(names.grants(id));
        }
    }

    private static long blockOf(LogEntry entry) {
        return entry.offset() / PartitionKeys.BLOCK;
    }

    private void add(String argument) {
        arguments.add(PartitionKeys.bytes(argument));
    }

    private byte[] pack(LogEntry entry) {
        CouponRecord record = entry.record();
        return PackedRecord.of(entry, record == null ? 0 : indexOf(record.campaignId()), digest);
    }

    /** Returns the index of the campaign in this call. Campaigns are numbered by their first occurrence. */
    private int indexOf(UUID campaign) {
        Integer known = campaigns.putIfAbsent(campaign, campaigns.size());
        return known == null ? campaigns.size() - 1 : known;
    }
}
