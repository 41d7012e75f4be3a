package dev.firstcome.coupon.proof;

import dev.firstcome.coupon.fold.Hashes;
import dev.firstcome.coupon.fold.Outcome;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A record and its outcome as they are in the block's tree. Nobody is named: the user is hashed with the salt that only
 * the record and the receipt have.
 *
 * @param campaignId all zeros where the record cannot be read
 * @param user SHA-256 of user and salt of a request; zeros of others
 * @param content SHA-256 of the record's bytes
 * @param code the outcome's, as it is recorded; of a request that was held it is HELD, whatever came later
 * @param number of the outcome: a sequence, or what it refers to
 * @param decisions what else the record decided; null: nothing
 */
public record ProofLeaf(
        Kind kind,
        long offset,
        UUID campaignId,
        byte[] user,
        byte[] content,
        int code,
        long number,
        @Nullable Decisions decisions) {
    private static final byte LEAF = 0;
    private static final byte USER = 2;
    private static final byte DECIDED = 5;
    private static final int BYTES = 2 + 8 + 16 + Merkle.HASH + Merkle.HASH + 1 + 8;

    /** The place in this list, from 1, is the number in the leaf. */
    public enum Kind {
        REQUEST,
        COMMAND,
        UNREADABLE,
        DECIDING
    }

    /** The tree over the decisions on held requests, in their order. */
    public record Decisions(byte[] root, long count) {}

    /** Of a record as its own outcome was: what a later one made of a held request is not in it. */
    static ProofLeaf of(Kind kind, LoggedRecord record, UUID campaignId, Outcome outcome) {
        boolean held = outcome.fanOut() > 0 || outcome.code() == Outcome.Code.HELD;
        return new ProofLeaf(
                kind,
                record.offset(),
                campaignId,
                new byte[Merkle.HASH],
                record.hash(),
                held ? Outcome.Code.HELD.ordinal() : outcome.code().ordinal(),
                held ? 0 : outcome.number(),
                null);
    }

    ProofLeaf by(UUID userId, String salt) {
        byte[] text = salt.getBytes(StandardCharsets.UTF_8);
        byte[] salted = Hashes.sha256(ByteBuffer.allocate(1 + 16 + text.length)
                .put(USER)
                .putLong(userId.getMostSignificantBits())
                .putLong(userId.getLeastSignificantBits())
                .put(text)
                .array());
        return new ProofLeaf(kind, offset, campaignId, salted, content, code, number, decisions);
    }

    ProofLeaf deciding(Decisions tree) {
        return new ProofLeaf(Kind.DECIDING, offset, campaignId, user, content, code, number, tree);
    }

    byte[] hash() {
        int more = decisions == null ? 0 : Merkle.HASH + Long.BYTES;
        ByteBuffer leaf = ByteBuffer.allocate(BYTES + more)
                .put(LEAF)
                .put((byte) (kind.ordinal() + 1))
                .putLong(offset)
                .putLong(campaignId.getMostSignificantBits())
                .putLong(campaignId.getLeastSignificantBits())
                .put(user)
                .put(content)
                .put((byte) code)
                .putLong(number);
        if (decisions != null) {
            leaf.put(decisions.root()).putLong(decisions.count());
        }
        return Hashes.sha256(leaf.array());
    }

    /**
     * What became of a held request, as it is in the tree of the record that decided it. Whose it was, the request's own
     * leaf says.
     */
    public record Decided(long offset, UUID campaignId, int code, long number) {
        byte[] hash() {
            return Hashes.sha256(ByteBuffer.allocate(2 + 8 + 16 + 1 + 8)
                    .put(LEAF)
                    .put(DECIDED)
                    .putLong(offset)
                    .putLong(campaignId.getMostSignificantBits())
                    .putLong(campaignId.getLeastSignificantBits())
                    .put((byte) code)
                    .putLong(number)
                    .array());
        }
    }
}
