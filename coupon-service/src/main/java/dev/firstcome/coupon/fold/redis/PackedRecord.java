package dev.firstcome.coupon.fold.redis;

import dev.firstcome.contracts.coupon.CampaignClosed;
import dev.firstcome.contracts.coupon.CampaignForgotten;
import dev.firstcome.contracts.coupon.CampaignMode;
import dev.firstcome.contracts.coupon.CampaignOpened;
import dev.firstcome.contracts.coupon.CampaignScheduled;
import dev.firstcome.contracts.coupon.CloseCause;
import dev.firstcome.contracts.coupon.CouponCommand;
import dev.firstcome.contracts.coupon.CouponGranted;
import dev.firstcome.contracts.coupon.CouponRevoked;
import dev.firstcome.contracts.coupon.DrawRevealed;
import dev.firstcome.contracts.coupon.IssueRequested;
import dev.firstcome.contracts.coupon.IssuingPaused;
import dev.firstcome.contracts.coupon.IssuingResumed;
import dev.firstcome.contracts.coupon.RulesActivated;
import dev.firstcome.contracts.coupon.StockAdded;
import dev.firstcome.contracts.coupon.UserBlocked;
import dev.firstcome.coupon.fold.Draws;
import dev.firstcome.coupon.log.LogEntry;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A record in the form in which the scripts take it: the head of {@code fold.lua} says what each kind has. */
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

    private static final int FORGOTTEN = 13;

    private static final int HEAD_BYTES = 15;
    private static final int USER_BYTES = 16;
    private static final int CLIENT_BYTES = 16;
    private static final int SEGMENT_BYTES = 8;
    private static final int TERMS_BYTES = 62;
    private static final byte[] NO_SEED = new byte[Draws.SEED_BYTES];
    private static final int VERSIONS_END = 1 << 16;
    private static final int LIMIT_MAX = 100;
    private static final int SEGMENTS_MAX = 50;
    private static final long STOCK_MAX = 0xFFFF_FFFFL;

    /** Compared before a time becomes milliseconds: not every time that can be read has so few. */
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
     * @param campaign its place among the call's campaigns
     * @param digest the call's SHA-256, since one for each record costs more than the hash
     */
    static byte[] of(LogEntry entry, int campaign, MessageDigest digest) {
        return new PackedRecord(entry, campaign, digest).bytes();
    }

    private byte[] bytes() {
        return switch (entry.record()) {
            case null -> head(UNREADABLE, 0).array();
            case IssueRequested asked -> request(asked);
            case CampaignScheduled scheduled -> scheduled(scheduled);
            case CouponGranted granted -> {
                ByteBuffer packed = head(GRANTED, CLIENT_BYTES + USER_BYTES);
                putHash(packed, granted.grantId(), CLIENT_BYTES);
                yield putId(packed, granted.userId()).array();
            }
            case CouponCommand command -> command(command);
        };
    }

    private byte[] request(IssueRequested asked) {
        List<String> segments = asked.segments();
        ByteBuffer packed = head(REQUEST, USER_BYTES + CLIENT_BYTES + SEGMENT_BYTES * segments.size());
        putId(packed, asked.userId());
        putHash(packed, asked.clientId(), CLIENT_BYTES);
        segments.forEach(segment -> putHash(packed, segment, SEGMENT_BYTES));
        return packed.array();
    }

    private byte[] command(CouponCommand command) {
        byte[] id = FoldKeys.bytes(command.commandId());
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
            case CampaignForgotten forgotten -> forgotten(forgotten.through(), id);
            case CampaignScheduled _, CouponGranted _ -> throw new IllegalStateException("packed apart: " + command);
        };
    }

    private byte[] forgotten(long through, byte[] id) {
        boolean valid = through >= 0 && through < entry.offset();
        ByteBuffer packed = head(FORGOTTEN, 7 + id.length).put((byte) (valid ? 1 : 0));
        return putUnsigned(packed, valid ? through : 0, 6).put(id).array();
    }

    private byte[] scheduled(CampaignScheduled scheduled) {
        byte[] id = FoldKeys.bytes(scheduled.commandId());
        boolean valid = isPossible(scheduled);
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
        boolean valid = Draws.isSeed(seed);
        byte[] bytes = valid ? HexFormat.of().parseHex(seed) : NO_SEED;
        return head(REVEALED, 1 + 2 * Draws.SEED_BYTES + id.length)
                .put((byte) (valid ? 1 : 0))
                .put(bytes)
                .put(digest.digest(bytes))
                .put(id)
                .array();
    }

    private static short version(int rules) {
        return (short) (rules >= 0 && rules < VERSIONS_END ? rules : 0);
    }

    /** What these rules can carry out; the fold refuses the rest, so that it is refused wherever it comes from. */
    private static boolean isPossible(CampaignScheduled scheduled) {
        return scheduled.stock() >= 1
                && scheduled.stock() <= STOCK_MAX
                && scheduled.perUserLimit() >= 1
                && scheduled.perUserLimit() <= LIMIT_MAX
                && scheduled.segments().size() <= SEGMENTS_MAX
                && isTime(scheduled.opensAt())
                && isTime(scheduled.closesAt())
                && scheduled.opensAt().toEpochMilli() < scheduled.closesAt().toEpochMilli()
                && (scheduled.mode() == CampaignMode.FIFO || isPossibleDraw(scheduled));
    }

    private static boolean isPossibleDraw(CampaignScheduled scheduled) {
        Instant from = scheduled.drawFrom();
        return from != null
                && isTime(from)
                && from.toEpochMilli() < scheduled.opensAt().toEpochMilli()
                && scheduled.seedHash() != null
                && Draws.isSeed(scheduled.seedHash());
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
        into.put(digest.digest(FoldKeys.bytes(text)), 0, bytes);
    }

    static ByteBuffer putUnsigned(ByteBuffer into, long value, int bytes) {
        for (int shift = (bytes - 1) * Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
            into.put((byte) (value >>> shift));
        }
        return into;
    }
}
