package dev.firstcome.coupon.proof;

import dev.firstcome.coupon.hashing.Hashes;
import dev.firstcome.coupon.partitionstate.Outcome;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A record and its outcome as a leaf of the block's Merkle tree. It contains no personal data: the user id is hashed
 * with a salt that is only in the record and in the receipt.
 *
 * @param campaignId all zeros if the record is unreadable
 * @param user SHA-256 of the user id and the salt of a request; zeros for other records
 * @param content SHA-256 of the record's bytes
 * @param code the recorded outcome code; always DEFERRED for a deferred request, even after its decision
 * @param number the outcome's number: a sequence, or the number that the outcome refers to
 * @param decisions the decisions of this record on deferred requests; null if there are none
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
    private static final byte DEFERRED_DECISION = 5;
    private static final int BYTES = 2 + 8 + 16 + MerkleTree.HASH + MerkleTree.HASH + 1 + 8;

    /** The leaf contains the ordinal plus 1, so the order must not change. */
    public enum Kind {
        REQUEST,
        COMMAND,
        UNREADABLE,
        DECIDING
    }

    /** The Merkle tree over the decisions on deferred requests, in decision order. */
    public record Decisions(byte[] root, long count) {}

    /** The leaf of a record with its original outcome. A later decision on a deferred request does not change it. */
    public static ProofLeaf of(Kind kind, LoggedRecord record, UUID campaignId, Outcome outcome) {
        boolean deferred = outcome.fanOut() > 0 || outcome.code() == Outcome.Code.DEFERRED;
        return new ProofLeaf(
                kind,
                record.offset(),
                campaignId,
                new byte[MerkleTree.HASH],
                record.hash(),
                deferred ? Outcome.Code.DEFERRED.ordinal() : outcome.code().ordinal(),
                deferred ? 0 : outcome.number(),
                null);
    }

    ProofLeaf withUser(UUID userId, String salt) {
        byte[] text = salt.getBytes(StandardCharsets.UTF_8);
        byte[] salted = Hashes.sha256(ByteBuffer.allocate(1 + 16 + text.length)
                .put(USER)
                .putLong(userId.getMostSignificantBits())
                .putLong(userId.getLeastSignificantBits())
                .put(text)
                .array());
        return new ProofLeaf(kind, offset, campaignId, salted, content, code, number, decisions);
    }

    ProofLeaf withDecisions(Decisions tree) {
        return new ProofLeaf(Kind.DECIDING, offset, campaignId, user, content, code, number, tree);
    }

    byte[] hash() {
        int extraBytes = decisions == null ? 0 : MerkleTree.HASH + Long.BYTES;
        ByteBuffer leaf = ByteBuffer.allocate(BYTES + extraBytes)
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
     * The decision on a deferred request, as a leaf in the tree of the deciding record. The user is only in the leaf of
     * the request itself.
     */
    public record DeferredDecision(long offset, UUID campaignId, int code, long number) {
        byte[] hash() {
            return Hashes.sha256(ByteBuffer.allocate(2 + 8 + 16 + 1 + 8)
                    .put(LEAF)
                    .put(DEFERRED_DECISION)
                    .putLong(offset)
                    .putLong(campaignId.getMostSignificantBits())
                    .putLong(campaignId.getLeastSignificantBits())
                    .put((byte) code)
                    .putLong(number)
                    .array());
        }
    }
}
