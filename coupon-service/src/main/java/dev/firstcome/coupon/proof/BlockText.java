package dev.firstcome.coupon.proof;

import dev.firstcome.contracts.coupon.ProofBlock;
import dev.firstcome.coupon.fold.Hashes;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** What is signed of a block: lines that a person can read and put together again. */
final class BlockText {
    private BlockText() {}

    static byte[] of(ProofBlock block) {
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

    /** By which the block after it names it. */
    static String hash(ProofBlock block) {
        return HexFormat.of().formatHex(Hashes.sha256(of(block)));
    }
}
