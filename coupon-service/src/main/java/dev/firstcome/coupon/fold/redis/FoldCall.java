package dev.firstcome.coupon.fold.redis;

import dev.firstcome.contracts.coupon.CouponRecord;
import dev.firstcome.coupon.fold.Hashes;
import dev.firstcome.coupon.fold.LogBatch;
import dev.firstcome.coupon.log.LogEntry;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A batch as the keys and arguments of {@code fold.lua}, whose head has their order and form. */
final class FoldCall {
    private final List<byte[]> keys = new ArrayList<>();
    private final List<byte[]> arguments = new ArrayList<>();
    private final Map<UUID, Integer> campaigns = new LinkedHashMap<>();
    private final MessageDigest digest = Hashes.newDigest();

    FoldCall(LogBatch batch, FoldKeys names) {
        List<byte[]> records = batch.entries().stream().map(this::pack).toList();
        long firstBlock =
                batch.entries().isEmpty() ? 0 : blockOf(batch.entries().getFirst());
        long lastBlock = batch.entries().isEmpty() ? 0 : blockOf(batch.entries().getLast());
        nameKeys(names, firstBlock, lastBlock);

        add(Long.toString(batch.epoch()));
        add(batch.topicId());
        add(Integer.toString(batch.partition()));
        add(
                batch.predecessor().isPresent()
                        ? Long.toString(batch.predecessor().getAsLong())
                        : "@" + batch.floorTimeMillis());
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

    private void nameKeys(FoldKeys names, long firstBlock, long lastBlock) {
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
            keys.add(names.held(id));
            keys.add(names.blocked(id));
            keys.add(names.grants(id));
        }
    }

    private static long blockOf(LogEntry entry) {
        return entry.offset() / FoldKeys.BLOCK;
    }

    private void add(String argument) {
        arguments.add(FoldKeys.bytes(argument));
    }

    private byte[] pack(LogEntry entry) {
        CouponRecord record = entry.record();
        return PackedRecord.of(entry, record == null ? 0 : number(record.campaignId()), digest);
    }

    /** Its place among the call's campaigns, which are numbered as they come. */
    private int number(UUID campaign) {
        Integer known = campaigns.putIfAbsent(campaign, campaigns.size());
        return known == null ? campaigns.size() - 1 : known;
    }
}
