package dev.firstcome.contracts.coupon;

import dev.firstcome.contracts.EventType;

/**
 * The signed Merkle root of one block of a partition of the coupon log: of its records and their outcomes. The blocks
 * form a hash chain, and the same log always gives the same blocks. The record key is the partition number; hashes are
 * SHA-256 in lower-case hex.
 *
 * @param topicId Kafka's id of the request topic
 * @param block block number; the block starts at offset {@code block * SIZE}
 * @param leaves number of records in the block
 * @param root root of the Merkle tree over the records and their outcomes
 * @param previous hash of the signed content of the preceding block; {@link #GENESIS_HASH} in the first block
 * @param keyId id of the signing key
 * @param signature Ed25519 in base64url, over all other components
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
    /** The number of offsets of a block. */
    public static final int SIZE = 4096;

    /** The previous hash of the first block of a chain. */
    public static final String GENESIS_HASH = "0".repeat(64);
}
