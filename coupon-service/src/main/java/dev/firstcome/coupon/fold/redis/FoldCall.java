package dev.firstcome.coupon.fold.redis;

import dev.firstcome.contracts.coupon.CampaignClosed;
import dev.firstcome.contracts.coupon.CampaignMode;
import dev.firstcome.contracts.coupon.CampaignOpened;
import dev.firstcome.contracts.coupon.CampaignScheduled;
import dev.firstcome.contracts.coupon.CloseCause;
import dev.firstcome.contracts.coupon.CouponRecord;
import dev.firstcome.contracts.coupon.IssueRequested;
import dev.firstcome.coupon.fold.LogBatch;
import dev.firstcome.coupon.log.LogEntry;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A batch as the keys and arguments of {@code fold.lua}, whose head has their order and form. */
final class FoldCall {
    private static final int UNREADABLE = 0;
    private static final int REQUEST = 1;
    private static final int SCHEDULED = 2;
    private static final int OPENED = 3;
    private static final int CLOSED = 4;

    /** A kind that the script has no rules for, so that it refuses the batch. */
    private static final int NOT_KNOWN_HERE = 255;

    private static final int HEAD_BYTES = 15;
    private static final int USER_BYTES = 16;
    private static final int TERMS_BYTES = 22;
    private static final long STOCK_MAX = 0xFF_FFFF_FFFFL;

    /** Compared before a time becomes milliseconds: not every time that can be read has so few. */
    private static final Instant TIMES_END = Instant.ofEpochMilli(1L << 47);

    private final List<byte[]> keys = new ArrayList<>();
    private final List<byte[]> arguments = new ArrayList<>();
    private final Map<UUID, Integer> campaigns = new LinkedHashMap<>();

    FoldCall(LogBatch batch) {
        List<byte[]> records = batch.entries().stream().map(this::pack).toList();
        long firstBlock =
                batch.entries().isEmpty() ? 0 : blockOf(batch.entries().getFirst());
        long lastBlock = batch.entries().isEmpty() ? 0 : blockOf(batch.entries().getLast());
        FoldKeys names = new FoldKeys(batch.partition(), batch.epoch());
        nameKeys(names, firstBlock, lastBlock);

        add(Long.toString(batch.epoch()));
        add(batch.topicId());
        add(Integer.toString(batch.partition()));
        add(batch.predecessor().isPresent() ? Long.toString(batch.predecessor().getAsLong()) : "");
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
        }
    }

    private static long blockOf(LogEntry entry) {
        return entry.offset() / FoldKeys.BLOCK;
    }

    private void add(String argument) {
        arguments.add(FoldKeys.bytes(argument));
    }

    private byte[] pack(LogEntry entry) {
        return switch (entry.record()) {
            case null -> head(entry, UNREADABLE, 0).array();
            case IssueRequested asked ->
                head(entry, REQUEST, USER_BYTES)
                        .putLong(asked.userId().getMostSignificantBits())
                        .putLong(asked.userId().getLeastSignificantBits())
                        .array();
            case CampaignScheduled scheduled -> pack(entry, scheduled);
            case CampaignOpened opened -> {
                byte[] id = FoldKeys.bytes(opened.commandId());
                yield head(entry, OPENED, id.length).put(id).array();
            }
            case CampaignClosed closed -> {
                byte[] id = FoldKeys.bytes(closed.commandId());
                byte byTime = (byte) (closed.cause() == CloseCause.TIME ? 1 : 0);
                yield head(entry, CLOSED, 1 + id.length).put(byTime).put(id).array();
            }
            case CouponRecord later -> head(entry, NOT_KNOWN_HERE, 0).array();
        };
    }

    private byte[] pack(LogEntry entry, CampaignScheduled scheduled) {
        byte[] id = FoldKeys.bytes(scheduled.commandId());
        boolean valid = valid(scheduled);
        ByteBuffer packed = head(entry, SCHEDULED, TERMS_BYTES + id.length)
                .putShort((short) (scheduled.rules() >= 0 && scheduled.rules() <= 0xFFFF ? scheduled.rules() : 0));
        putUnsigned(packed, valid ? scheduled.stock() : 0, 5);
        packed.putShort((short) (valid ? scheduled.perUserLimit() : 0)).put((byte) (valid ? 1 : 0));
        putUnsigned(packed, valid ? scheduled.opensAt().toEpochMilli() : 0, 6);
        putUnsigned(packed, valid ? scheduled.closesAt().toEpochMilli() : 0, 6);
        return packed.put(id).array();
    }

    /** What these rules can carry out; the fold refuses the rest, so that it is refused wherever it comes from. */
    private static boolean valid(CampaignScheduled scheduled) {
        return scheduled.stock() >= 1
                && scheduled.stock() <= STOCK_MAX
                && scheduled.perUserLimit() == 1
                && scheduled.mode() == CampaignMode.FIFO
                && scheduled.segments().isEmpty()
                && !scheduled.opensAt().isBefore(Instant.EPOCH)
                && scheduled.closesAt().isBefore(TIMES_END)
                && scheduled.opensAt().isBefore(scheduled.closesAt())
                && scheduled.opensAt().toEpochMilli() < scheduled.closesAt().toEpochMilli();
    }

    private ByteBuffer head(LogEntry entry, int kind, int bodyBytes) {
        ByteBuffer packed = ByteBuffer.allocate(HEAD_BYTES + bodyBytes).put((byte) kind);
        putUnsigned(packed, entry.offset(), 6);
        putUnsigned(packed, entry.timeMillis(), 6);
        CouponRecord record = entry.record();
        return packed.putShort((short) (record == null ? 0 : number(record.campaignId())));
    }

    /** Its place among the call's campaigns, which are numbered as they come. */
    private int number(UUID campaign) {
        Integer known = campaigns.putIfAbsent(campaign, campaigns.size());
        return known == null ? campaigns.size() - 1 : known;
    }

    private static void putUnsigned(ByteBuffer into, long value, int bytes) {
        for (int shift = (bytes - 1) * Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
            into.put((byte) (value >>> shift));
        }
    }
}
