package dev.firstcome.contracts.coupon;

import dev.firstcome.contracts.EventType;

/**
 * The signed root of one block of a partition of the coupon log: what stood at its offsets, and what became of it. Blocks
 * are a chain, and the same log always gives the same one. The key is the partition's number; hashes are SHA-256 in
 * lower-case hex.
 *
 * @param topicId Kafka's id of the request topic
 * @param block which one it is: the offsets from {@code block * SIZE} on
 * @param leaves records at these offsets
 * @param root of the Merkle tree over these records and their outcomes
 * @param previous the hash of what was signed for the block before; {@link #NOTHING_BEFORE} for the first
 * @param keyId which key has signed
 * @param signature Ed25519, base64url, of all the rest
 */
@EventType("coupon.proof-block.v1")
public record ProofBlock(
        String topicId,
        int partition,
        long block,
        long firstOffset,
        long lastOffset,
        int leaves,
        String root,
        String previous,
        String keyId,
        String signature) {
    /** Offsets in a block. */
    public static final int SIZE = 4096;

    /** What the first block of a chain names as the one before it. */
    public static final String NOTHING_BEFORE = "0".repeat(64);
}
