package dev.firstcome.coupon.partitionstate.redis;

import dev.firstcome.contracts.coupon.CampaignMode;
import dev.firstcome.contracts.coupon.CloseCause;
import dev.firstcome.contracts.coupon.log.CampaignClosed;
import dev.firstcome.contracts.coupon.log.CampaignOpened;
import dev.firstcome.contracts.coupon.log.CampaignPurged;
import dev.firstcome.contracts.coupon.log.CampaignScheduled;
import dev.firstcome.contracts.coupon.log.CouponCommand;
import dev.firstcome.contracts.coupon.log.CouponGranted;
import dev.firstcome.contracts.coupon.log.CouponRevoked;
import dev.firstcome.contracts.coupon.log.DrawRevealed;
import dev.firstcome.contracts.coupon.log.IssueRequested;
import dev.firstcome.contracts.coupon.log.IssuingPaused;
import dev.firstcome.contracts.coupon.log.IssuingResumed;
import dev.firstcome.contracts.coupon.log.RulesActivated;
import dev.firstcome.contracts.coupon.log.StockAdded;
import dev.firstcome.contracts.coupon.log.UserBlocked;
import dev.firstcome.coupon.hashing.DrawAlgorithm;
import dev.firstcome.coupon.log.LogEntry;
import dev.firstcome.coupon.partitionstate.redis.cluster.PartitionKeys;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Encodes a record for the scripts. The header of {@code fold.lua} defines the fields of each kind. */
final class PackedRecord {
    private static final int UNREADABLE = 0;
    private static final int REQUEST = 1;
    private static final int SCHEDULED = 2;
    private static final int OPENED = 3;
    private static final int CLOSED = 4;
    private static final int STOCK_ADDED = 5;
    private static final int PAUSED = 6;
    private static final int RESUMED = 7;
    private static final int BLOCKED = 8;
    private static final int REVOKED = 9;
    private static final int GRANTED = 10;
    private static final int RULES = 11;
    private static final int REVEALED = 12;
    private static final int PURGED = 13;

    private static final int HEAD_BYTES = 15;
    private static final int USER_BYTES = 16;
    private static final int CLIENT_BYTES = 16;
    private static final int SEGMENT_BYTES = 8;
    private static final int TERMS_BYTES = 62;
    private static final byte[] NO_SEED = new byte[DrawAlgorithm.SEED_BYTES];
    private static final int VERSIONS_END = 1 << 16;
    private static final int LIMIT_MAX = 100;
    private static final int SEGMENTS_MAX = 50;
    private static final long STOCK_MAX = 0xFFFF_FFFFL;

    /** Checked before a time is converted to milliseconds, because the milliseconds of a later time may overflow. */
    private static final Instant TIMES_END = Instant.ofEpochMilli(1L << 47);

    private final LogEntry entry;
    private final int campaign;
    private final MessageDigest digest;

    private PackedRecord(LogEntry entry, int campaign, MessageDigest digest) {
        this.entry = entry;
        this.campaign = campaign;
        this.digest = digest;
    }

    /**
     * @param campaign index of the record's campaign in the call
     * @param digest a SHA-256 digest that the records of a call share, because creating one costs more than a hash
     */
    static byte[] of(LogEntry entry, int campaign, MessageDigest digest) {
        return new PackedRecord(entry, campaign, digest).bytes();
    }

    private byte[] bytes() {
        return switch (entry.record()) {
            case null -> head(UNREADABLE, 0).array();
            case IssueRequested request -> request(request);
            case CampaignScheduled scheduled -> scheduled(scheduled);
            case CouponGranted granted -> {
                ByteBuffer packed = head(GRANTED, CLIENT_BYTES + USER_BYTES);
                putHash(packed, granted.grantId(), CLIENT_BYTES);
                yield putId(packed, granted.userId()).array();
            }
            case CouponCommand command -> command(command);
        };
    }

    private byte[] request(IssueRequested request) {
        List<String> segments = request.segments();
        ByteBuffer packed = head(REQUEST, USER_BYTES + CLIENT_BYTES + SEGMENT_BYTES * segments.size());
        putId(packed, request.userId());
        putHash(packed, request.clientId(), CLIENT_BYTES);
        segments.forEach(segment -> putHash(packed, segment, SEGMENT_BYTES));
        return packed.array();
    }

    private byte[] command(CouponCommand command) {
        byte[] id = PartitionKeys.bytes(command.commandId());
        return switch (command) {
            case CampaignOpened _ -> head(OPENED, id.length).put(id).array();
            case CampaignClosed closed ->
                head(CLOSED, 1 + id.length)
                        .put((byte) (closed.cause() == CloseCause.TIME ? 1 : 0))
                        .put(id)
                        .array();
            case StockAdded added -> {
                boolean valid = added.amount() >= 1 && added.amount() <= STOCK_MAX;
                ByteBuffer packed = head(STOCK_ADDED, 6 + id.length).put((byte) (valid ? 1 : 0));
                yield putUnsigned(packed, valid ? added.amount() : 0, 5).put(id).array();
            }
            case IssuingPaused paused -> {
                boolean valid = paused.until() == null || isTime(paused.until());
                ByteBuffer packed = head(PAUSED, 7 + id.length).put((byte) (valid ? 1 : 0));
                long until = valid && paused.until() != null ? paused.until().toEpochMilli() : 0;
                yield putUnsigned(packed, until, 6).put(id).array();
            }
            case IssuingResumed _ -> head(RESUMED, id.length).put(id).array();
            case UserBlocked blocked ->
                putId(head(BLOCKED, USER_BYTES + id.length), blocked.userId())
                        .put(id)
                        .array();
            case CouponRevoked _ -> head(REVOKED, id.length).put(id).array();
            case RulesActivated rules ->
                head(RULES, 2 + id.length)
                        .putShort(version(rules.version()))
                        .put(id)
                        .array();
            case DrawRevealed revealed -> revealed(revealed.seed(), id);
            case CampaignPurged purged -> purged(purged.through(), id);
            case CampaignScheduled _, CouponGranted _ ->
                throw new IllegalStateException("not encoded by this method: " + command);
        };
    }

    private byte[] purged(long through, byte[] id) {
        boolean valid = through >= 0 && through < entry.offset();
        ByteBuffer packed = head(PURGED, 7 + id.length).put((byte) (valid ? 1 : 0));
        return putUnsigned(packed, valid ? through : 0, 6).put(id).array();
    }

    private byte[] scheduled(CampaignScheduled scheduled) {
        byte[] id = PartitionKeys.bytes(scheduled.commandId());
        boolean valid = isValid(scheduled);
        List<String> segments = valid ? scheduled.segments().stream().distinct().toList() : List.of();
        ByteBuffer packed = head(SCHEDULED, TERMS_BYTES + SEGMENT_BYTES * segments.size() + id.length)
                .putShort(version(scheduled.rules()));
        putUnsigned(packed, valid ? scheduled.stock() : 0, 5);
        packed.putShort((short) (valid ? scheduled.perUserLimit() : 0)).put((byte) (valid ? 1 : 0));
        putUnsigned(packed, valid ? scheduled.opensAt().toEpochMilli() : 0, 6);
        putUnsigned(packed, valid ? scheduled.closesAt().toEpochMilli() : 0, 6);
        boolean draw = valid && scheduled.mode() == CampaignMode.DRAW;
        packed.put((byte) (draw ? 1 : 0));
        putUnsigned(packed, draw ? Objects.requireNonNull(scheduled.drawFrom()).toEpochMilli() : 0, 6);
        packed.put(draw ? HexFormat.of().parseHex(Objects.requireNonNull(scheduled.seedHash())) : NO_SEED);
        packed.put((byte) segments.size());
        segments.forEach(segment -> putHash(packed, segment, SEGMENT_BYTES));
        return packed.put(id).array();
    }

    private byte[] revealed(String seed, byte[] id) {
        boolean valid = DrawAlgorithm.isSeed(seed);
        byte[] bytes = valid ? HexFormat.of().parseHex(seed) : NO_SEED;
        return head(REVEALED, 1 + 2 * DrawAlgorithm.SEED_BYTES + id.length)
                .put((byte) (valid ? 1 : 0))
                .put(bytes)
                .put(digest.digest(bytes))
                .put(id)
                .array();
    }

    private static short version(int rules) {
        return (short) (rules >= 0 && rules < VERSIONS_END ? rules : 0);
    }

    /** The script refuses a campaign that these rules cannot represent, whichever producer wrote its record. */
    private static boolean isValid(CampaignScheduled scheduled) {
        return scheduled.stock() >= 1
                && scheduled.stock() <= STOCK_MAX
                && scheduled.perUserLimit() >= 1
                && scheduled.perUserLimit() <= LIMIT_MAX
                && scheduled.segments().size() <= SEGMENTS_MAX
                && isTime(scheduled.opensAt())
                && isTime(scheduled.closesAt())
                && scheduled.opensAt().toEpochMilli() < scheduled.closesAt().toEpochMilli()
                && (scheduled.mode() == CampaignMode.FIFO || isValidDraw(scheduled));
    }

    private static boolean isValidDraw(CampaignScheduled scheduled) {
        Instant from = scheduled.drawFrom();
        return from != null
                && isTime(from)
                && from.toEpochMilli() < scheduled.opensAt().toEpochMilli()
                && scheduled.seedHash() != null
                && DrawAlgorithm.isSeed(scheduled.seedHash());
    }

    private static boolean isTime(@Nullable Instant time) {
        return time != null && !time.isBefore(Instant.EPOCH) && time.isBefore(TIMES_END);
    }

    private ByteBuffer head(int kind, int bodyBytes) {
        ByteBuffer packed = ByteBuffer.allocate(HEAD_BYTES + bodyBytes).put((byte) kind);
        putUnsigned(packed, entry.offset(), 6);
        return putUnsigned(packed, entry.timeMillis(), 6).putShort((short) campaign);
    }

    private static ByteBuffer putId(ByteBuffer into, UUID id) {
        return into.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
    }

    private void putHash(ByteBuffer into, String text, int bytes) {
        into.put(digest.digest(PartitionKeys.bytes(text)), 0, bytes);
    }

    static ByteBuffer putUnsigned(ByteBuffer into, long value, int bytes) {
        for (int shift = (bytes - 1) * Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
            into.put((byte) (value >>> shift));
        }
        return into;
    }
}
