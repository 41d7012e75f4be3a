package dev.firstcome.model.proof;

import dev.firstcome.contracts.coupon.log.CouponRecord;
import dev.firstcome.contracts.coupon.log.IssueRequested;
import dev.firstcome.model.hashing.Sha256;
import dev.firstcome.model.log.LogRecordCodec;
import dev.firstcome.model.state.Decision;
import dev.firstcome.model.state.DeferredDecision;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Computes the leaf of a record and its outcome in the Merkle tree of a block. */
public final class LeafHashes {
    private static final byte LEAF = 0;
    private static final byte USER = 2;
    private static final byte CONTENT = 3;

    private static final byte REQUEST = 1;
    private static final byte COMMAND = 2;
    private static final byte UNREADABLE = 3;
    private static final byte DECIDING = 4;
    private static final byte DECIDED = 5;

    private static final int HASH = 32;
    private static final int LEAF_BYTES = 2 + 8 + 16 + HASH + HASH + 1 + 8;
    private static final UUID NO_CAMPAIGN = new UUID(0, 0);

    private LeafHashes() {}

    /** @param late the decisions of the record on deferred requests, in the order of the decisions */
    public static byte[] of(ExportedRecord record, Decision decision, List<DeferredDecision> late) {
        CouponRecord read = LogRecordCodec.read(record.toLogRecord()).orElse(null);
        UUID campaign = read == null ? NO_CAMPAIGN : read.campaignId();
        byte[] user = read instanceof IssueRequested request ? user(request.userId(), request.salt()) : new byte[HASH];
        boolean deferred = decision instanceof Decision.Deferred;
        ByteBuffer leaf = ByteBuffer.allocate(LEAF_BYTES + (late.isEmpty() ? 0 : HASH + Long.BYTES))
                .put(LEAF)
                .put(kind(read, late))
                .putLong(record.offset())
                .putLong(campaign.getMostSignificantBits())
                .putLong(campaign.getLeastSignificantBits())
                .put(user)
                .put(content(record))
                .put((byte) decision.code())
                .putLong(deferred ? 0 : decision.numberOrZero());
        if (!late.isEmpty()) {
            leaf.put(Merkle.root(late.stream().map(LeafHashes::of).toList())).putLong(late.size());
        }
        return Sha256.of(leaf.array());
    }

    private static byte kind(@Nullable CouponRecord read, List<DeferredDecision> late) {
        if (read == null) {
            return UNREADABLE;
        }
        if (read instanceof IssueRequested) {
            return REQUEST;
        }
        return late.isEmpty() ? COMMAND : DECIDING;
    }

    /** Identifies the request by its offset. The leaf of that offset identifies the user. */
    private static byte[] of(DeferredDecision late) {
        return Sha256.of(ByteBuffer.allocate(2 + 8 + 16 + 1 + 8)
                .put(LEAF)
                .put(DECIDED)
                .putLong(late.offset())
                .putLong(late.campaignId().getMostSignificantBits())
                .putLong(late.campaignId().getLeastSignificantBits())
                .put((byte) late.decision().code())
                .putLong(late.decision().numberOrZero())
                .array());
    }

    /** Hashes a user with the salt of the request. Only the user knows the salt. */
    static byte[] user(UUID userId, String salt) {
        byte[] text = salt.getBytes(StandardCharsets.UTF_8);
        return Sha256.of(ByteBuffer.allocate(1 + 16 + text.length)
                .put(USER)
                .putLong(userId.getMostSignificantBits())
                .putLong(userId.getLeastSignificantBits())
                .put(text)
                .array());
    }

    /** Hashes all bytes of a record that can affect decisions. */
    private static byte[] content(ExportedRecord record) {
        ByteBuffer content = ByteBuffer.allocate(
                1 + 8 + 3 * 4 + length(record.key()) + length(record.type()) + length(record.value()));
        content.put(CONTENT).putLong(record.timestamp());
        put(content, record.key());
        put(content, record.type());
        put(content, record.value());
        return Sha256.of(content.array());
    }

    private static int length(byte @Nullable [] bytes) {
        return bytes == null ? 0 : bytes.length;
    }

    private static void put(ByteBuffer content, byte @Nullable [] bytes) {
        content.putInt(bytes == null ? -1 : bytes.length);
        if (bytes != null) {
            content.put(bytes);
        }
    }
}
