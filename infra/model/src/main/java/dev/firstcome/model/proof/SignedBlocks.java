package dev.firstcome.model.proof;

import dev.firstcome.contracts.coupon.ProofBlock;
import dev.firstcome.model.hashing.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.NavigableMap;
import java.util.TreeMap;

/** The chain of a partition's signed blocks. Each block is signed and contains the hash of its predecessor. */
final class SignedBlocks {
    private final NavigableMap<Long, ProofBlock> blocks = new TreeMap<>();
    private String last = ProofBlock.GENESIS_HASH;

    /** Returns the signed text of a block. Does not share code with the signer, and thus none of its errors. */
    static byte[] text(ProofBlock block) {
        return """
                firstcome proof block v1
                topic %s
                partition %d
                block %d
                offsets %d to %d
                leaves %d
                root %s
                previous %s
                key %s
                """.formatted(
                        block.topicId(),
                        block.partition(),
                        block.block(),
                        block.firstOffset(),
                        block.lastOffset(),
                        block.leaves(),
                        block.root(),
                        block.previous(),
                        block.keyId())
                .getBytes(StandardCharsets.UTF_8);
    }

    static String hash(ProofBlock block) {
        return HexFormat.of().formatHex(Sha256.of(text(block)));
    }

    /**
     * Adds the next block of the chain. A repeated block is ignored.
     *
     * @throws ProofMismatchException if it is not the next block, or not signed
     */
    void add(ProofBlock block, PublicKeys keys) {
        if (!isSigned(block, keys)) {
            throw new ProofMismatchException(
                    "block %d is not signed by the key %s that was given".formatted(block.block(), block.keyId()));
        }
        ProofBlock known = blocks.get(block.block());
        if (known != null) {
            if (!known.root().equals(block.root())) {
                throw new ProofMismatchException("block %d is signed twice, with two roots".formatted(block.block()));
            }
            return;
        }
        if (!block.previous().equals(last) || !isNext(block)) {
            throw new ProofMismatchException("block %d does not follow the block before it".formatted(block.block()));
        }
        blocks.put(block.block(), block);
        last = hash(block);
    }

    private static boolean isSigned(ProofBlock block, PublicKeys keys) {
        try {
            return keys.verify(
                    block.keyId(), text(block), Base64.getUrlDecoder().decode(block.signature()));
        } catch (IllegalArgumentException notEncoded) {
            return false;
        }
    }

    private boolean isNext(ProofBlock block) {
        long first = block.block() * ProofBlock.SIZE;
        boolean bounds = block.firstOffset() == first && block.lastOffset() == first + ProofBlock.SIZE - 1;
        return bounds && (blocks.isEmpty() || block.block() == blocks.lastKey() + 1);
    }

    NavigableMap<Long, ProofBlock> all() {
        return blocks;
    }
}
