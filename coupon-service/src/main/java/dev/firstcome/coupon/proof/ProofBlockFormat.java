package dev.firstcome.coupon.proof;

import dev.firstcome.contracts.coupon.ProofBlock;
import dev.firstcome.coupon.hashing.Hashes;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** The signed text of a block: readable lines that anyone can reproduce. */
final class ProofBlockFormat {
    private ProofBlockFormat() {}

    static byte[] encode(ProofBlock block) {
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

    /** The {@code previous} hash in the next block. */
    static String hash(ProofBlock block) {
        return HexFormat.of().formatHex(Hashes.sha256(encode(block)));
    }
}
